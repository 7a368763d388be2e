package dev.lamina.agent.task.work;

import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagenode.PruneResult;
import org.jspecify.annotations.Nullable;

/// What work on images found out beside its outcome.
///
/// @param facts of the image that was inspected
/// @param pruned what went, or would go
public record Findings(@Nullable ImageFacts facts, @Nullable PruneResult pruned) {
  public static final Findings NONE = new Findings(null, null);
}
