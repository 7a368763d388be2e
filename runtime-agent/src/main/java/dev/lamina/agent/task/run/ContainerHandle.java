package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.agent.task.run.RunReports.Traces;
import dev.lamina.agent.task.work.Interruption;
import dev.lamina.crds.containerrun.CommittedImage;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one container of a Run. It has the name of the NodeTask, so that making it twice makes one,
/// and is known by its labels, so that another one of that name is left alone.
final class ContainerHandle {
  static final String TASK_LABEL = "lamina.dev/task";
  static final String ASSIGNMENT_LABEL = "lamina.dev/assignment";

  private static final Logger LOG = LoggerFactory.getLogger(ContainerHandle.class);

  private final RunContainers containers;
  private final TaskKey key;
  private final String assignment;
  private final Interruption pulling;
  private final Tenant tenant;

  /// @param pulling interrupts the making of the container, which may have to pull an image
  ContainerHandle(RunContainers containers, TaskKey key, String assignment, Interruption pulling) {
    this.containers = containers;
    this.key = key;
    this.assignment = assignment;
    this.pulling = pulling;
    tenant = new Tenant(key.namespace());
  }

  Map<String, String> labels() {
    return Map.of(TASK_LABEL, key.toString(), ASSIGNMENT_LABEL, assignment);
  }

  Optional<Container> find() {
    return containers
        .find(tenant, key.name())
        .filter(container -> assignment.equals(container.labels().get(ASSIGNMENT_LABEL)));
  }

  /// Makes it, with its image; giving up the pull of that ends it with `Cancelled`.
  void create(ContainerSpec spec, RunImage image, Runnable onPull) {
    var container = pulling.guard(() -> containers.create(tenant, spec, image, onPull));
    LOG.info("container {} of {} created", container.id(), key);
  }

  /// Whether the container is not to be made any more.
  boolean isGivenUp() {
    return pulling.cause() != null;
  }

  void start(StartContent content) {
    var container = containers.start(tenant, key.name(), content);
    LOG.info("container {} of {} runs, pid {}", container.id(), key, container.pid());
  }

  void stop(Duration grace) {
    var container = containers.stop(tenant, key.name(), grace);
    LOG.info("container {} of {} stopped", container.id(), key);
  }

  void awaitExit() {
    containers.awaitExit(tenant, key.name());
  }

  /// Takes the container away, if there is one.
  void remove(Duration grace) {
    var found = find();
    if (found.isEmpty()) {
      return;
    }
    if (found.get().state() == Container.State.RUNNING) {
      stop(grace);
    }
    containers.remove(tenant, key.name());
    LOG.info("container {} of {} removed", found.get().id(), key);
  }

  /// Makes an image of what a run has written; the time it states is that of the end of the run.
  CommittedImage commit(RunCommitment commitment, Instant end) {
    var created = end.truncatedTo(ChronoUnit.MILLIS);
    var image = pulling.guard(() -> containers.commit(tenant, key.name(), commitment, created));
    LOG.info("container of {} committed as {}", key, image.image());
    return image;
  }

  /// What it has left; what cannot be read must not keep its end from being told.
  Traces traces() {
    return new Traces(
        orElse("", () -> containers.logTail(tenant, key.name(), RunReports.LOG_TAIL)),
        orElse(null, () -> containers.written(tenant, key.name())));
  }

  private <T extends @Nullable Object> T orElse(T absent, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (AgentException e) {
      if (e.reason() != FailureReason.NotFound) {
        LOG.warn("{}: {}", key, e.getMessage());
      }
      return absent;
    }
  }
}
