package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far the images have come; counts are numbers of nodes.
@ApiRecord
public record ImagePullStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When the pull started.") @Nullable Instant startTime,
    @JsonPropertyDescription("When the last node was done.") @Nullable Instant completionTime,
    @JsonPropertyDescription("When the schedule last started a look-up.")
        @Nullable Instant lastScheduleTime,
    @Size(max = 32)
        @ListMap(key = "image")
        @JsonPropertyDescription("The digests that the nodes get.")
        List<ResolvedImage> resolved,
    @JsonPropertyDescription("Nodes that should have the images.") @Nullable Integer desired,
    @JsonPropertyDescription("Nodes that pull now.") @Nullable Integer active,
    @JsonPropertyDescription("Nodes that have all images.") @Nullable Integer succeeded,
    @JsonPropertyDescription("Nodes that gave up.") @Nullable Integer failed,
    @JsonPropertyDescription("Nodes that were left out, for example for lack of disk space.")
        @Nullable Integer skipped,
    @JsonPropertyDescription("Nodes whose agent does not answer.") @Nullable Integer unreachable,
    @JsonPropertyDescription(
            "Share of the nodes that are done, for example 82%; of the bytes, if it is one node.")
        @Nullable String progress,
    @JsonPropertyDescription("Bytes fetched by all nodes together.") @Nullable Long bytesPulled,
    @JsonPropertyDescription("Bytes that all nodes together have to fetch.")
        @Nullable Long bytesTotal,
    @JsonPropertyDescription("Progress in layers, while a single node pulls.")
        @Nullable PullLayers layers,
    @JsonPropertyDescription("Share of the bytes that came from other nodes, for example 97%.")
        @Nullable String fromPeers,
    @Size(max = 10) @JsonPropertyDescription("How often each reason occurred.")
        List<FailureCount> failureSummary,
    @Size(max = 20) @JsonPropertyDescription("The first 20 nodes that failed.")
        List<FailedNode> failedNodes,
    @JsonPropertyDescription("How many failed nodes are not listed.")
        @Nullable Integer failedNodesTruncated,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public ImagePullStatus {
    resolved = Absent.toEmpty(resolved);
    failureSummary = Absent.toEmpty(failureSummary);
    failedNodes = Absent.toEmpty(failedNodes);
    conditions = Absent.toEmpty(conditions);
  }

  public ImagePullStatus withConditions(List<Condition> changed) {
    return new ImagePullStatus(
        observedGeneration,
        startTime,
        completionTime,
        lastScheduleTime,
        resolved,
        desired,
        active,
        succeeded,
        failed,
        skipped,
        unreachable,
        progress,
        bytesPulled,
        bytesTotal,
        layers,
        fromPeers,
        failureSummary,
        failedNodes,
        failedNodesTruncated,
        changed);
  }
}
