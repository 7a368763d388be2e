package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Created;
import dev.lamina.agent.container.ContainerPhase.Exited;
import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings records and reality together after a start of the agent.
final class ContainerAdoption {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerAdoption.class);

  private final ContainerHost host;
  private final ContainerRecords records;
  private final Snapshotter snapshots;
  private final WritableLayers layers;
  private final ContainerLifecycle lifecycle;
  private final ContainerTeardown teardown;
  private final Set<String> active;

  ContainerAdoption(
      ContainerHost host,
      ContainerRecords records,
      Snapshotter snapshots,
      WritableLayers layers,
      ContainerLifecycle lifecycle) {
    this.host = host;
    this.records = records;
    this.snapshots = snapshots;
    this.layers = layers;
    this.lifecycle = lifecycle;
    this.teardown = new ContainerTeardown(host);
    this.active = new HashSet<>(snapshots.active());
  }

  void run() {
    try {
      var containers = records.all();
      containers.forEach(this::tryToAdopt);
      releaseUnknown(containers);
      discardUnknown(containers);
      for (var step : host.layout().stepIds()) {
        new StepTeardown(host, step).release();
      }
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "adopting containers: " + e.getMessage(), e);
    }
  }

  /// One that cannot be adopted does not keep the agent from the others.
  private void tryToAdopt(ContainerRecord container) {
    try {
      adopt(container);
    } catch (AgentException e) {
      LOG.error("adopting container {} ({})", container.name(), container.id(), e);
    }
  }

  private void adopt(ContainerRecord container) {
    switch (container.phase()) {
      case Running running -> adopt(container, running);
      case Created created -> {
        if (isCutShort(container)) {
          lifecycle.remove(container.id());
        } else {
          releaseLeftovers(container.id());
        }
      }
      case Exited exited -> {
        if (isCutShort(container) || container.spec().removeOnExit()) {
          lifecycle.remove(container.id());
        } else {
          releaseLeftovers(container.id());
        }
      }
    }
  }

  private void adopt(ContainerRecord container, Running running) {
    if (isStarted(container, running)) {
      layers.thaw(container);
      LOG.info("adopted container {} ({})", container.name(), container.id());
      lifecycle.watch(container, running);
    } else {
      lifecycle.finish(container.id());
    }
  }

  /// Whether its monitor lives, and its program was let go before the agent ended.
  private boolean isStarted(ContainerRecord container, Running running) {
    try {
      return running.process().isOfThisBoot()
          && running.process().monitor().isRunning()
          && host.runtime(container.id()).isStarted(container.id());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable,
          "adopting container " + container.name() + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      throw ContainerExits.cancelled(container.name(), e);
    }
  }

  /// Its creation or its removal was.
  private boolean isCutShort(ContainerRecord container) {
    return !active.contains(container.snapshotKey());
  }

  private void releaseLeftovers(String id) {
    if (Files.exists(host.layout().bundle(id)) || host.networks().known().contains(id)) {
      teardown.release(id);
    }
  }

  private void releaseUnknown(List<ContainerRecord> containers) throws IOException {
    var known = containers.stream().map(ContainerRecord::id).collect(Collectors.toSet());
    var found = new HashSet<>(host.layout().bundleIds());
    found.addAll(host.networks().known());
    found.removeAll(known);
    found.removeAll(host.layout().stepIds());
    found.forEach(teardown::release);
  }

  private void discardUnknown(List<ContainerRecord> containers) {
    var known = containers.stream().map(ContainerRecord::snapshotKey).collect(Collectors.toSet());
    active.stream()
        .filter(key -> key.startsWith(ContainerRecord.SNAPSHOT_PREFIX))
        .filter(key -> !known.contains(key))
        .forEach(snapshots::discard);
  }
}
