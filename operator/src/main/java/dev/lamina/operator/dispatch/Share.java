package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.NodeRegistry;
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
/// @param registries how the node has to speak to some registries; each names the owner
public record Share(
    List<Assignment> assignments,
    List<SealedValue> credentials,
    List<String> pins,
    Set<String> finished,
    List<NodeRegistry> registries) {
  /// How many registries a node may list.
  public static final int MOST_REGISTRIES = 64;

  public static final Share NONE = new Share(List.of(), List.of(), List.of(), Set.of());

  public Share {
    assignments = List.copyOf(assignments);
    credentials = List.copyOf(credentials);
    pins = List.copyOf(pins);
    finished = Set.copyOf(finished);
    registries = List.copyOf(registries);
  }

  /// What asks the node to work.
  public Share(
      List<Assignment> assignments,
      List<SealedValue> credentials,
      List<String> pins,
      Set<String> finished) {
    this(assignments, credentials, pins, finished, List.of());
  }

  public static Share of(List<NodeRegistry> registries) {
    return new Share(List.of(), List.of(), List.of(), Set.of(), registries);
  }
}
