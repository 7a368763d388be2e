package dev.lamina.agent.trust;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import java.util.List;
import java.util.Set;

/// Ties names to digests: an image whose name is pinned must be one of those.
public record DigestPins(List<Pin> pins) implements TrustPolicy {
  public DigestPins {
    pins = List.copyOf(pins);
  }

  /// The digests that some names may mean.
  ///
  /// @param digests of indexes or manifests
  public record Pin(NamePattern names, Set<Digest> digests) {
    public Pin {
      digests = Set.copyOf(digests);
    }

    boolean admits(TrustSubject subject) {
      return !names.matches(subject.reference())
          || digests.contains(subject.target())
          || digests.contains(subject.digest());
    }
  }

  @Override
  public void admit(TrustSubject subject) {
    for (var pin : pins) {
      if (!pin.admits(subject)) {
        throw subject.denied("names like '" + pin.names() + "' are pinned to " + pin.digests());
      }
    }
  }
}
