package dev.lamina.agent.container;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.PortMapping;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is kept of a container, enough to start it again when its image's names are gone.
///
/// @param mounted the images of those of its mounts that show one, in their order, as they were
///   when it was made; empty in records of agents that did not keep them
/// @param command entrypoint and command in force
/// @param starts how often it was started
/// @param ports with the host ports it got at its first start and keeps; absent before that
record ContainerRecord(
    String id,
    String name,
    Tenant tenant,
    ContainerImage image,
    List<MountedImage> mounted,
    ContainerSpec spec,
    List<String> command,
    Instant createdAt,
    int starts,
    @Nullable List<PortMapping> ports,
    ContainerPhase phase) {
  static final String SNAPSHOT_PREFIX = "container-";

  private static final int SHORT_ID_LENGTH = 12;

  ContainerRecord {
    command = List.copyOf(command);
    mounted = List.copyOf(Objects.requireNonNullElse(mounted, List.of()));
    ports = ports == null ? null : List.copyOf(ports);
  }

  /// @param manifest absent in records of agents that did not keep it
  /// @param rootfs the chain of all its layers; absent for an image without layers
  record ContainerImage(
      String reference,
      Digest imageId,
      @Nullable Digest manifest,
      @Nullable ChainId rootfs,
      ExecutionConfig execution) {}

  ContainerRecord named(String other) {
    return new ContainerRecord(
        id, other, tenant, image, mounted, spec, command, createdAt, starts, ports, phase);
  }

  ContainerRecord in(ContainerPhase next) {
    return new ContainerRecord(
        id, name, tenant, image, mounted, spec, command, createdAt, starts, ports, next);
  }

  ContainerRecord started(ContainerPhase.Running running) {
    return new ContainerRecord(
        id,
        name,
        tenant,
        image,
        mounted,
        spec,
        command,
        createdAt,
        starts + 1,
        running.ports(),
        running);
  }

  /// The ports to ask for at a start: a host port once chosen stays, or the start fails.
  List<PortMapping> wantedPorts() {
    return ports == null ? spec.ports() : ports;
  }

  /// Key of its writable snapshot.
  String snapshotKey() {
    return snapshotKey(id);
  }

  static String snapshotKey(String id) {
    return SNAPSHOT_PREFIX + id;
  }

  String hostname() {
    return spec.hostname() == null ? id.substring(0, SHORT_ID_LENGTH) : spec.hostname();
  }

  Container view() {
    return switch (phase) {
      case ContainerPhase.Created created -> view(Container.State.CREATED, null, null);
      case ContainerPhase.Running running -> view(Container.State.RUNNING, running, null);
      case ContainerPhase.Exited exited -> view(Container.State.EXITED, null, exited);
    };
  }

  private Container view(
      Container.State state,
      ContainerPhase.@Nullable Running running,
      ContainerPhase.@Nullable Exited exited) {
    var startedAt = running == null ? null : running.startedAt();
    return new Container(
        id,
        name,
        tenant,
        image.reference(),
        image.imageId(),
        image.manifest(),
        command,
        state,
        exited == null ? null : exited.exitCode(),
        exited != null && exited.oomKilled(),
        exited == null ? null : exited.overrun(),
        running == null ? null : (long) running.process().init().pid(),
        running == null ? null : running.ip(),
        running == null ? List.of() : running.ports(),
        createdAt,
        exited == null ? startedAt : exited.startedAt(),
        exited == null ? null : exited.finishedAt(),
        starts,
        spec,
        spec.labels());
  }
}
