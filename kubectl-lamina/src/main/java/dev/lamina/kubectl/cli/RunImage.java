package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import java.util.List;

/// The image of a `run`.
///
/// @param reference what a spec can name
/// @param registries those that may be asked for it
record RunImage(String reference, List<String> registries) {
  /// A name stays as it is written, for the operator looks it up anew; an ID becomes a name of its
  /// image, or its digest.
  static RunImage of(Cluster cluster, String text) {
    if (isPlainName(text)) {
      return new RunImage(text, List.of(ImageName.parse(text).registry()));
    }
    var images = Images.of(cluster, false);
    var row = images.find(text);
    var isName = row.isEmpty() || images.named(text).isPresent();
    return isName
        ? new RunImage(text, List.of(ImageName.parse(text).registry()))
        : new RunImage(row.flatMap(ImageRow::reference).orElse(row.get().digest()), List.of());
  }

  /// Whether it cannot be an ID.
  private static boolean isPlainName(String text) {
    return !text.matches("(?:sha256:)?[0-9a-f]{1,64}");
  }
}
