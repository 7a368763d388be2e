package dev.lamina.agent.diff;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import java.nio.file.Path;

/// Turns the upper directory of an overlay into a layer blob in the content store. See the
/// image-spec, layer.md, "Representing Changes".
///
/// The same directory always gives the same bytes: entries sorted by name, no host names, no access
/// times, fixed compression.
public interface LayerWriter {
  /// Writes the layer of `upper`; an empty directory gives the empty layer.
  ///
  /// @param ingestKey names the ingest in the content store
  WrittenLayer write(Path upper, String ingestKey);

  /// A layer in the content store.
  ///
  /// @param bytes sum of the sizes of the files
  record WrittenLayer(Descriptor descriptor, DiffId diffId, long bytes, long entries) {}
}
