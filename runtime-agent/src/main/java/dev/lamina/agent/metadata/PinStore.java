package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import java.util.Set;

/// The digests that the cluster wants kept: a prune passes their images over, for whatever tenant.
///
/// They outlive the agent and its connection to the cluster: what was pinned stays so until the
/// cluster says otherwise.
public interface PinStore {
  /// Replaces all of them.
  void replace(Set<Digest> pins);

  Set<Digest> all();
}
