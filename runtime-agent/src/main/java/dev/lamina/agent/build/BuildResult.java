package dev.lamina.agent.build;

import dev.lamina.agent.build.remote.GitRevision;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A finished build.
///
/// @param manifest digest of the manifest
/// @param imageId digest of the config
/// @param bytes unpacked size of the image
/// @param revision what was checked out of a git context; null for any other
/// @param bases the images that FROM and COPY --from named
public record BuildResult(
    Digest manifest,
    Digest imageId,
    long bytes,
    List<Reference> tags,
    @Nullable GitRevision revision,
    List<Base> bases,
    List<Step> steps) {
  public BuildResult {
    tags = List.copyOf(tags);
    bases = List.copyOf(bases);
    steps = List.copyOf(steps);
  }

  /// An image of the store that the build read.
  ///
  /// @param name as the Dockerfile has it
  /// @param digest of its manifest
  public record Base(String name, Digest digest) {}

  /// One step, in the order of the Dockerfile.
  ///
  /// @param name as progress output shows it
  /// @param line of the Dockerfile
  /// @param layer null for a step that makes none, such as FROM
  /// @param bytes sum of the sizes of the layer's files
  public record Step(
      String name,
      int line,
      String instruction,
      boolean cached,
      Duration duration,
      @Nullable DiffId layer,
      long bytes) {}
}
