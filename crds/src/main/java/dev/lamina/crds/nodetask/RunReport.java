package dev.lamina.crds.nodetask;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.containerrun.BoundPort;
import dev.lamina.crds.containerrun.CommittedImage;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.containerrun.WritableLayer;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a container does; written by the agent, folded into ContainerRun.status by the operator.
@ApiRecord
public record RunReport(
    @JsonPropertyDescription("Where the container is in its life.") @Nullable ContainerState state,
    @JsonPropertyDescription("OCI runtime and ID, for example crun://4f1c9a.")
        @Nullable String containerID,
    @JsonPropertyDescription("The image that runs, as name@digest.") @Nullable String image,
    @JsonPropertyDescription("Process ID of its first process, on the node.") @Nullable Long pid,
    @JsonPropertyDescription("Its IP address.") @Nullable String ip,
    @Size(max = 32) @JsonPropertyDescription("The published ports, as they are on the node.")
        List<BoundPort> ports,
    @JsonPropertyDescription("Exit code of the last run; 128 + n if signal n ended it.")
        @Nullable Integer exitCode,
    @JsonPropertyDescription("Signal that ended the last run.") @Nullable String signal,
    @JsonPropertyDescription("Whether the last run ended for lack of memory.")
        @Nullable Boolean oomKilled,
    @JsonPropertyDescription("When it last started.") @Nullable Instant startedAt,
    @JsonPropertyDescription("When it last ended.") @Nullable Instant finishedAt,
    @JsonPropertyDescription("How often it was started again.") @Nullable Integer restartCount,
    @JsonPropertyDescription("What it wrote, measured when it ended, and its limit.")
        @Nullable WritableLayer writableLayer,
    @JsonPropertyDescription("The image made of what it wrote.") @Nullable CommittedImage committed,
    @Size(max = 2048) @JsonPropertyDescription("The end of its output.") @Nullable String logTail) {
  public RunReport {
    ports = Absent.toEmpty(ports);
  }
}
