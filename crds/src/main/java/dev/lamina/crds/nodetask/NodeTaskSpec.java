package dev.lamina.crds.nodetask;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The full order of one attempt, frozen.
@ApiRecord
@ValidationRule(
    value =
        "self.type == oldSelf.type && self.nodeName == oldSelf.nodeName && self.attempt =="
            + " oldSelf.attempt && (has(self.payloadHash) ? has(oldSelf.payloadHash) &&"
            + " self.payloadHash == oldSelf.payloadHash : !has(oldSelf.payloadHash)) &&"
            + " (has(self.assignmentID) ? has(oldSelf.assignmentID) && self.assignmentID =="
            + " oldSelf.assignmentID : !has(oldSelf.assignmentID))",
    message = "a NodeTask is immutable except cancel and stop")
@ValidationRule(value = "!oldSelf.cancel || self.cancel", message = "cancel cannot be taken back")
public record NodeTaskSpec(
    @Required @JsonPropertyDescription("Build or Run.") TaskType type,
    @Required @Size(max = 253) @JsonPropertyDescription("The node that does it.") String nodeName,
    @Size(max = 40) @JsonPropertyDescription("Platform to build for, for example linux/amd64.")
        @Nullable String platform,
    @Required @Min(1) @JsonPropertyDescription("Which try this is, from 1.") Integer attempt,
    @JsonPropertyDescription("When it is stopped and has failed.") @Nullable Instant deadline,
    @Default("false")
        @JsonPropertyDescription(
            "Stop and undo: a build is given up, a container is stopped and removed. Cannot"
                + " be taken back.")
        boolean cancel,
    @Default("false")
        @JsonPropertyDescription(
            "For Run: the container should exist but not run. Can be taken back. Default"
                + " false.")
        boolean stop,
    @Size(max = 24)
        @JsonPropertyDescription("Id of the assignment in ImageNode that names this task.")
        @Nullable String assignmentID,
    @Size(max = 80)
        @JsonPropertyDescription(
            "SHA-256 of the canonical JSON of payload and sealed; the agent checks it.")
        @Nullable String payloadHash,
    @Required @JsonPropertyDescription("The order itself: a BuildOrder or a RunOrder.")
        ObjectNode payload,
    @Size(max = 64)
        @ListMap(key = "id")
        @JsonPropertyDescription("Secrets of the order that only this node can open.")
        List<SealedValue> sealed) {
  public NodeTaskSpec {
    sealed = Absent.toEmpty(sealed);
  }
}
