package dev.lamina.agent.task.build;

import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.SourceRevision;
import dev.lamina.crds.payload.BuildOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds images.
public interface BuildWork {
  /// Builds, names and, where it says so, pushes the image of an order. Blocks; an interrupt gives
  /// it up, with `Cancelled`.
  ///
  /// @throws BuildFailedException when a step fails
  /// @throws dev.lamina.agent.failure.AgentException for everything else, `NotSupported` naming a
  ///   field of the order among it
  BuiltResult build(BuildOrder order, SealedInputs inputs, BuildListener listener);

  /// What came out.
  ///
  /// @param imageId digest of the config
  /// @param digest of the manifest
  /// @param sizeBytes unpacked
  /// @param downloadSizeBytes compressed, if that is known
  /// @param outputs the names it got, in the order of the order
  record BuiltResult(
      String imageId,
      String digest,
      long sizeBytes,
      @Nullable Long downloadSizeBytes,
      @Nullable SourceRevision source,
      List<BaseImage> baseImages,
      List<BuiltImage> outputs) {
    public BuiltResult {
      baseImages = List.copyOf(baseImages);
      outputs = List.copyOf(outputs);
    }
  }
}
