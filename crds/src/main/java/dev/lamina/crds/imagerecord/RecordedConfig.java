package dev.lamina.crds.imagerecord;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a container of an image runs.
@ApiRecord
public record RecordedConfig(
    @Size(max = 256) @JsonPropertyDescription("What is run before cmd.")
        List<@Size(max = 4096) String> entrypoint,
    @Size(max = 256) @JsonPropertyDescription("What is run, or the arguments of entrypoint.")
        List<@Size(max = 4096) String> cmd,
    @Size(max = 512) @JsonPropertyDescription("Environment, NAME=VALUE.")
        List<@Size(max = 4096) String> env,
    @Size(max = 128) @JsonPropertyDescription("Ports it says it listens on, for example 80/tcp.")
        List<@Size(max = 32) String> exposedPorts,
    @Size(max = 128) @JsonPropertyDescription("Directories it says it keeps data in.")
        List<@Size(max = 1024) String> volumes,
    @Size(max = 256) @JsonPropertyDescription("User, for example 1000:1000; absent: root.")
        @Nullable String user,
    @Size(max = 1024) @JsonPropertyDescription("Working directory.") @Nullable String workingDir,
    @Size(max = 32) @JsonPropertyDescription("Signal that stops it.") @Nullable String stopSignal,
    @JsonPropertyDescription("Its labels, at most 256.") Map<String, String> labels) {
  public RecordedConfig {
    entrypoint = Absent.toEmpty(entrypoint);
    cmd = Absent.toEmpty(cmd);
    env = Absent.toEmpty(env);
    exposedPorts = Absent.toEmpty(exposedPorts);
    volumes = Absent.toEmpty(volumes);
    labels = Absent.toEmpty(labels);
  }
}
