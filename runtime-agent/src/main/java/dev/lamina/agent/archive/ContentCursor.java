package dev.lamina.agent.archive;

import java.util.List;

/// A position in the content of one entry, and what lies there: a hole or stored bytes.
final class ContentCursor {
  static final ContentCursor EMPTY = new ContentCursor(List.of(), 0);

  private final List<SparseExtent> extents;
  private final long size;
  private long position;
  private int next;

  ContentCursor(List<SparseExtent> extents, long size) {
    this.extents = extents;
    this.size = size;
  }

  boolean isAtEnd() {
    return position == size;
  }

  /// Whether all from here to the end is stored.
  boolean isWhole() {
    return stored() == size - position;
  }

  /// Length of the hole here; 0 if there is none.
  long hole() {
    var end = next < extents.size() ? extents.get(next).offset() : size;
    return Math.max(0, end - position);
  }

  /// Stored bytes from here to the next hole or the end.
  long stored() {
    return isInExtent() ? endOfExtent() - position : 0;
  }

  void advance(long count) {
    position += count;
    if (isInExtent() && position == endOfExtent()) {
      next++;
    }
  }

  private boolean isInExtent() {
    return next < extents.size() && position >= extents.get(next).offset();
  }

  private long endOfExtent() {
    return extents.get(next).offset() + extents.get(next).length();
  }
}
