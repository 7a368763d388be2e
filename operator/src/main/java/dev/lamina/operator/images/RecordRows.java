package dev.lamina.operator.images;

import dev.lamina.crds.imagerecord.ImageRecord;
import dev.lamina.crds.imagerecord.ImageRecordStatus;
import dev.lamina.operator.inventory.HeldImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which digests the nodes hold, and the ImageRecords that follow; pure.
///
/// @param images by digest
record RecordRows(Map<String, Held> images) {
  private static final int MOST_NAMES = 64;

  /// One digest.
  ///
  /// @param nodes where it is, each with one of those who have it there
  record Held(Map<String, String> nodes, Set<String> names) {
    Held() {
      this(new TreeMap<>(), new TreeSet<>());
    }

    List<String> listedNames() {
      return names.stream().limit(MOST_NAMES).toList();
    }
  }

  static RecordRows of(Map<String, Set<HeldImage>> byNode) {
    var images = new HashMap<String, Held>();
    byNode.forEach((node, held) -> held.forEach(image -> add(images, node, image)));
    return new RecordRows(images);
  }

  private static void add(Map<String, Held> images, String node, HeldImage image) {
    var held = images.computeIfAbsent(image.facts().digest(), missing -> new Held());
    for (var mine : image.tenants()) {
      held.nodes().put(node, mine.name());
      held.names().addAll(mine.names());
    }
  }

  /// The objects that should exist: those whose facts are known.
  ///
  /// @param facts by digest
  Map<ObjectKey, ImageRecordStatus> objects(Map<String, ImageRecordStatus> facts) {
    var objects = new HashMap<ObjectKey, ImageRecordStatus>();
    images.forEach((digest, held) -> {
      var known = facts.get(digest);
      if (known != null) {
        objects.put(
            new ObjectKey(null, ImageRecord.nameOf(digest)),
            known.with(held.listedNames(), held.nodes().size()));
      }
    });
    return objects;
  }

  /// Whether two states differ only in who has the image.
  static boolean isCountOnly(ImageRecordStatus before, ImageRecordStatus after) {
    return before.with(after.names(), 0).equals(after.with(after.names(), 0));
  }
}
