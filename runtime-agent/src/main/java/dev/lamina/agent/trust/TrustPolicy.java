package dev.lamina.agent.trust;

import java.util.List;

/// Decides about an image before its blobs are used.
@FunctionalInterface
public interface TrustPolicy {
  /// Lets every image in.
  TrustPolicy NONE = subject -> {};

  /// Returns if the image may be used.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `TrustDenied`, naming the rule
  void admit(TrustSubject subject);

  /// Asks each of them in order.
  static TrustPolicy all(List<TrustPolicy> policies) {
    var copy = List.copyOf(policies);
    return subject -> copy.forEach(policy -> policy.admit(subject));
  }
}
