package dev.lamina.agent.archive;

import java.util.List;

/// A run of stored bytes in a file with holes.
record SparseExtent(long offset, long length) {
  /// A file without holes.
  static List<SparseExtent> whole(long size) {
    return size == 0 ? List.of() : List.of(new SparseExtent(0, size));
  }

  /// The extents if they are in order, inside the file, and add up to what is stored.
  static List<SparseExtent> checked(List<SparseExtent> extents, long fileSize, long storedSize) {
    var end = 0L;
    var stored = 0L;
    for (var extent : extents) {
      if (extent.length < 0 || extent.offset < end || extent.length > fileSize - extent.offset) {
        throw Refusal.malformed("tar entry: extents of a sparse file overlap or leave it");
      }
      end = extent.offset + extent.length;
      stored += extent.length;
    }
    if (stored != storedSize) {
      throw Refusal.malformed(
          "tar entry: a sparse file maps " + stored + " bytes and stores " + storedSize);
    }
    return extents.stream().filter(extent -> extent.length > 0).toList();
  }
}
