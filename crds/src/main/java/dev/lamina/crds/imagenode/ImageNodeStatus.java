package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the node has done and is; written by its agent only.
@ApiRecord
public record ImageNodeStatus(
    @JsonPropertyDescription("The spec.revision this status speaks about.")
        @Nullable Long observedRevision,
    @JsonPropertyDescription("The agent of the node.") @Nullable AgentState agent,
    @JsonPropertyDescription("How many assignments are where.") @Nullable WorkCounts counts,
    @JsonPropertyDescription("The image store of the node.") @Nullable StoreSummary store,
    @Size(max = 64)
        @ListMap(key = "id")
        @JsonPropertyDescription("What became of the assignments, at most 64.")
        List<AssignmentResult> results,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready: whether the agent takes work.")
        List<Condition> conditions,
    @JsonPropertyDescription("The spec.registries that the agent works by.")
        @Nullable AdoptedRegistries registries) {
  public ImageNodeStatus {
    results = Absent.toEmpty(results);
    conditions = Absent.toEmpty(conditions);
  }
}
