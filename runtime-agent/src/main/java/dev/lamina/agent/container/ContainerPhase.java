package dev.lamina.agent.container;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lamina.agent.network.PortMapping;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where in its life a recorded container is, with what is known there and nowhere else.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ContainerPhase.Created.class, name = "created"),
  @JsonSubTypes.Type(value = ContainerPhase.Running.class, name = "running"),
  @JsonSubTypes.Type(value = ContainerPhase.Exited.class, name = "exited")
})
sealed interface ContainerPhase {
  /// Never ran.
  record Created() implements ContainerPhase {}

  /// Its processes live.
  ///
  /// @param ports with the host ports in force
  record Running(
      MonitoredProcess process, Instant startedAt, @Nullable String ip, List<PortMapping> ports)
      implements ContainerPhase {
    public Running {
      ports = List.copyOf(ports);
    }
  }

  /// Ran, and can run again.
  ///
  /// @param overrun why it was ended, if that was for want of room
  record Exited(
      int exitCode,
      boolean oomKilled,
      @Nullable DiskOverrun overrun,
      Instant startedAt,
      Instant finishedAt)
      implements ContainerPhase {}
}
