package dev.lamina.agent.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a container of the image runs: the `config` object of the image config, with Docker's
/// extensions. See the image-spec, config.md, "config".
///
/// `entrypoint` and `cmd` are absent when never set, and empty when cleared: Docker tells the two
/// apart.
@JsonPropertyOrder({
  "User",
  "ExposedPorts",
  "Env",
  "Entrypoint",
  "Cmd",
  "Healthcheck",
  "ArgsEscaped",
  "Volumes",
  "WorkingDir",
  "Labels",
  "StopSignal",
  "OnBuild",
  "Shell"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutionConfig(
    @JsonProperty("User") @Nullable String user,
    @JsonProperty("ExposedPorts") @Nullable Map<String, Map<String, String>> exposedPorts,
    @JsonProperty("Env") List<String> env,
    @JsonProperty("Entrypoint") @Nullable List<String> entrypoint,
    @JsonProperty("Cmd") @Nullable List<String> cmd,
    @JsonProperty("Healthcheck") @Nullable Healthcheck healthcheck,
    @JsonProperty("ArgsEscaped") @Nullable Boolean argsEscaped,
    @JsonProperty("Volumes") @Nullable Map<String, Map<String, String>> volumes,
    @JsonProperty("WorkingDir") @Nullable String workingDir,
    @JsonProperty("Labels") @Nullable Map<String, String> labels,
    @JsonProperty("StopSignal") @Nullable String stopSignal,
    @JsonProperty("OnBuild") @Nullable List<String> onBuild,
    @JsonProperty("Shell") @Nullable List<String> shell) {

  public static final ExecutionConfig EMPTY =
      new ExecutionConfig(
          null, null, List.of(), null, null, null, null, null, null, null, null, null, null);

  public ExecutionConfig {
    env = List.copyOf(Objects.requireNonNullElse(env, List.of()));
    exposedPorts = exposedPorts == null ? null : Sorted.map(exposedPorts);
    volumes = volumes == null ? null : Sorted.map(volumes);
    labels = labels == null ? null : Sorted.map(labels);
  }

  /// `80/tcp`, `53/udp`, in order.
  public Set<String> ports() {
    return exposedPorts == null ? Set.of() : new TreeSet<>(exposedPorts.keySet());
  }

  /// The health check as the image states it; durations in nanoseconds, 0 = inherit.
  @JsonPropertyOrder({"Test", "Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Healthcheck(
      @JsonProperty("Test") @Nullable List<String> test,
      @JsonProperty("Interval") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long interval,
      @JsonProperty("Timeout") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long timeout,
      @JsonProperty("StartPeriod") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long startPeriod,
      @JsonProperty("StartInterval") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
          long startInterval,
      @JsonProperty("Retries") @JsonInclude(JsonInclude.Include.NON_DEFAULT) int retries) {}
}
