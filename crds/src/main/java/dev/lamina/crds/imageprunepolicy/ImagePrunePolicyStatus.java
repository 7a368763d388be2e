package dev.lamina.crds.imageprunepolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.imageprune.ImagePruneStatus.FailedNode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went with the last run, and when the next one is.
@ApiRecord
public record ImagePrunePolicyStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Number of nodes that the policy means.") @Nullable Integer nodes,
    @JsonPropertyDescription("Number of them whose disk is too full now.")
        @Nullable Integer fullNodes,
    @JsonPropertyDescription("When the rules were last applied.") @Nullable Instant lastRun,
    @JsonPropertyDescription(
            "Why: Schedule, to all nodes, or Disk, to those whose disk was too full.")
        @Nullable PruneTrigger trigger,
    @JsonPropertyDescription("Nodes that are done over nodes of the last run, for example 3/4.")
        @Nullable String progress,
    @JsonPropertyDescription(
            "Number of images that went with the last run, each counted once per node.")
        @Nullable Integer removed,
    @JsonPropertyDescription("Bytes that the last run freed on all nodes together.")
        @Nullable Long reclaimedBytes,
    @JsonPropertyDescription("reclaimedBytes for people.") @Nullable String reclaimed,
    @JsonPropertyDescription(
            "Number of images that ImagePulls pin on the nodes of the last run, each counted once"
                + " per node.")
        @Nullable Integer pinned,
    @JsonPropertyDescription("The last time of schedule that was heeded.")
        @Nullable Instant lastScheduleTime,
    @JsonPropertyDescription("The next time of schedule.") @Nullable Instant nextRun,
    @Size(max = 20) @JsonPropertyDescription("The first 20 nodes that failed in the last run.")
        List<FailedNode> failedNodes,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public ImagePrunePolicyStatus {
    failedNodes = Absent.toEmpty(failedNodes);
    conditions = Absent.toEmpty(conditions);
  }
}
