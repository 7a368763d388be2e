package dev.lamina.agent.http;

import java.util.List;

/// What a removal took away, or would.
///
/// @param untagged names
/// @param deleted digests of images
/// @param reclaimed bytes on disk
public record Removal(List<String> untagged, List<String> deleted, long reclaimed) {
  public Removal {
    untagged = List.copyOf(untagged);
    deleted = List.copyOf(deleted);
  }
}
