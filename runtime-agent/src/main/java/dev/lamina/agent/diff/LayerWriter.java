package dev.lamina.agent.diff;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import java.nio.file.Path;
import java.util.List;

/// Turns the upper directory of an overlay into a layer blob in the content store. See the
/// image-spec, layer.md, "Representing Changes".
///
/// The same directory always gives the same bytes: entries sorted by name, no host names, no access
/// times, fixed compression.
public interface LayerWriter {
  /// Writes the layer of `upper`; an empty directory gives the empty layer.
  ///
  /// @param ingestKey names the ingest in the content store
  default WrittenLayer write(Path upper, String ingestKey) {
    return write(upper, ingestKey, List.of());
  }

  /// The same of an upper directory that is mounted, without what mounts in it needed. A file that
  /// changes while it is read fails it.
  ///
  /// @param placeholders the latest first
  WrittenLayer write(Path upper, String ingestKey, List<Placeholder> placeholders);

  /// A layer in the content store.
  ///
  /// @param bytes sum of the sizes of the files
  record WrittenLayer(Descriptor descriptor, DiffId diffId, long bytes, long entries) {}
}
