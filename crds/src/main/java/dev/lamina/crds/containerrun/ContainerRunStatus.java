package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.TaskReference;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator knows about the container.
@ApiRecord
public record ContainerRunStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending, Pulling, Creating, Running, Paused, Exited, or Unknown when the node"
                + " does not answer.")
        @Nullable ContainerState state,
    @JsonPropertyDescription("Node of the container.") @Nullable String nodeName,
    @JsonPropertyDescription("NodeTask that stands for the container.")
        @Nullable TaskReference taskRef,
    @JsonPropertyDescription("OCI runtime and ID of the container, for example crun://4f1c9a.")
        @Nullable String containerID,
    @JsonPropertyDescription("The image that runs, with the digest it was resolved to.")
        @Nullable String image,
    @JsonPropertyDescription("Process ID of its first process, on the node.") @Nullable Long pid,
    @JsonPropertyDescription("Its IP address.") @Nullable String ip,
    @JsonPropertyDescription("Exit code of the last run; 128 + n if signal n ended it.")
        @Nullable Integer exitCode,
    @JsonPropertyDescription("Signal that ended the last run, for example SIGKILL.")
        @Nullable String signal,
    @JsonPropertyDescription("Whether the last run ended for lack of memory.")
        @Nullable Boolean oomKilled,
    @JsonPropertyDescription("When the container last started.") @Nullable Instant startedAt,
    @JsonPropertyDescription("When the container last ended.") @Nullable Instant finishedAt,
    @JsonPropertyDescription("How often it was started again.") @Nullable Integer restartCount,
    @Size(max = 32) @JsonPropertyDescription("The published ports, as they are on the node.")
        List<BoundPort> ports,
    @JsonPropertyDescription("The published ports in one line, for example 33333->80/tcp.")
        @Nullable String portsSummary,
    @JsonPropertyDescription("What the container wrote on top of its image.")
        @Nullable WritableLayer writableLayer,
    @JsonPropertyDescription("The image made of the writable layer.")
        @Nullable CommittedImage committed,
    @Size(max = 2048)
        @JsonPropertyDescription(
            "The end of the output of a container that has ended, at most 2048 characters.")
        @Nullable String logTail,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public ContainerRunStatus {
    ports = Absent.toEmpty(ports);
    conditions = Absent.toEmpty(conditions);
  }
}
