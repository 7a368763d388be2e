package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.meta.SealedValue;
import java.util.List;
import java.util.Set;

/// What one owner wants of one node, where no NodeTask says it.
///
/// @param assignments the open ones; each names the owner
/// @param credentials what they need, sealed to the node
/// @param pins digests that the node has to keep
/// @param finished ids that have ended: they leave the list with the next write, which they do not
///   cause
public record Share(
    List<Assignment> assignments,
    List<SealedValue> credentials,
    List<String> pins,
    Set<String> finished) {
  public static final Share NONE = new Share(List.of(), List.of(), List.of(), Set.of());

  public Share {
    assignments = List.copyOf(assignments);
    credentials = List.copyOf(credentials);
    pins = List.copyOf(pins);
    finished = Set.copyOf(finished);
  }
}
