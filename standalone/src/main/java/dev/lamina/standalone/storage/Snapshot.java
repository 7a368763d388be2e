package dev.lamina.standalone.storage;

import dev.lamina.standalone.resource.KubeObject;
import java.util.List;
import java.util.Optional;

/// Objects of one resource as they stood together at one revision.
///
/// @param next the key to go on from when there are more
public record Snapshot(
    List<KubeObject> objects, long revision, Optional<String> next, int remaining) {
  public Snapshot {
    objects = List.copyOf(objects);
  }
}
