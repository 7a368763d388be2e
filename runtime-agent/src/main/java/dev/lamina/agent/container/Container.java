package dev.lamina.agent.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.PortMapping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as it is now.
///
/// @param id 64 hex digits
/// @param image as the spec named it
/// @param manifest digest of what that meant; absent in records of agents that did not keep it
/// @param command entrypoint and command in force
/// @param overrun why it was ended, if that was for want of room
/// @param ports in force, while it runs: with their host ports
/// @param pid of its first process, while it runs
/// @param starts how often it was started
public record Container(
    String id,
    String name,
    Tenant tenant,
    String image,
    Digest imageId,
    @Nullable Digest manifest,
    List<String> command,
    State state,
    @Nullable Integer exitCode,
    boolean oomKilled,
    @Nullable DiskOverrun overrun,
    @Nullable Long pid,
    @Nullable String ip,
    List<PortMapping> ports,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int starts,
    ContainerSpec spec,
    Map<String, String> labels) {
  public Container {
    command = List.copyOf(command);
    ports = List.copyOf(ports);
    labels = Map.copyOf(labels);
  }

  public enum State {
    @JsonProperty("created")
    CREATED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("exited")
    EXITED
  }
}
