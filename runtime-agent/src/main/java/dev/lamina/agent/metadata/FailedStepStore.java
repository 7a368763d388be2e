package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Reference;
import java.time.Instant;
import java.util.List;

/// What failed builds have left to look into: names of images that go by themselves.
///
/// A prune passes such an image over until then.
public interface FailedStepStore {
  void put(FailedStep step);

  List<FailedStep> all();

  void remove(FailedStep step);

  /// A kept state.
  ///
  /// @param name of the image
  /// @param task `namespace/name` of the NodeTask it came from; empty for none
  record FailedStep(Tenant tenant, Reference name, String task, Instant until) {}
}
