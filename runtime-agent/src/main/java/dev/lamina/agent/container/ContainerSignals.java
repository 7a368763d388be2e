package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Signals;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Signals to the first process of a container, and its end by them.
final class ContainerSignals {
  private static final Duration KILL_DEADLINE = Duration.ofSeconds(30);

  private final ContainerHost host;

  ContainerSignals(ContainerHost host) {
    this.host = host;
  }

  /// @throws AgentException `InvalidArgument` for what is no signal
  void send(ContainerRecord container, Running running, String signal) {
    var number =
        Signals.number(signal)
            .orElseThrow(() ->
                new AgentException(
                    FailureReason.InvalidArgument, "signal '" + signal + "': there is none"));
    try {
      running.process().init().signal(number);
    } catch (IOException e) {
      throw failed("signalling", container, e);
    }
  }

  /// Sends the stop signal of the image, and SIGKILL after the grace period.
  ///
  /// @param exit completes when the container has ended
  void terminate(
      ContainerRecord container, Running running, CompletableFuture<Integer> exit, Duration grace) {
    try {
      if (grace.isPositive()) {
        running.process().init().signal(stopSignal(container));
      }
      if (!ContainerExits.isWithin(grace, exit)) {
        running.process().init().signal(Signals.KILL);
        host.groups().kill(host.cgroup(container.id()));
        requireEnd(container, exit);
      }
    } catch (IOException e) {
      throw failed("stopping", container, e);
    } catch (InterruptedException e) {
      throw ContainerExits.cancelled(container.name(), e);
    }
  }

  private static void requireEnd(ContainerRecord container, CompletableFuture<Integer> exit)
      throws InterruptedException {
    if (!ContainerExits.isWithin(KILL_DEADLINE, exit)) {
      throw new AgentException(
          FailureReason.DeadlineExceeded,
          "container %s was killed and is still there after %s"
              .formatted(container.name(), KILL_DEADLINE));
    }
  }

  private static int stopSignal(ContainerRecord container) {
    var ofImage = container.image().execution().stopSignal();
    return ofImage == null ? Signals.TERM : Signals.number(ofImage).orElse(Signals.TERM);
  }

  private static AgentException failed(String doing, ContainerRecord container, IOException e) {
    return new AgentException(
        FailureReason.RuntimeUnavailable,
        doing + " container " + container.name() + ": " + e.getMessage(),
        e);
  }
}
