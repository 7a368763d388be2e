package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.nodetask.NodeTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A [NodeApi] that does not give up: what may pass is waited for, without end, until the thread is
/// interrupted. Only what can never succeed is thrown.
public final class PersistentApi {
  private static final Logger LOG = LoggerFactory.getLogger(PersistentApi.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));

  /// Share of a pause that is left to chance, so that the agents of a fleet do not come in step.
  private static final double JITTER = 0.2;

  private final NodeApi api;
  private final Pause pause;

  public PersistentApi(NodeApi api, Pause pause) {
    this.api = api;
    this.pause = pause;
  }

  /// How to wait between two tries.
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  public Optional<NodeTask> getTask(TaskKey key) throws InterruptedException {
    return persistently(() -> api.getTask(key));
  }

  public boolean patchTaskStatus(TaskKey key, ObjectNode patch) throws InterruptedException {
    return persistently(() -> api.patchTaskStatus(key, patch));
  }

  public boolean patchNodeStatus(ObjectNode patch) throws InterruptedException {
    return persistently(() -> api.patchNodeStatus(patch));
  }

  public void patchInventory(ImageNode node, ObjectNode patch) throws InterruptedException {
    var _ =
        persistently(() -> {
          api.patchInventory(node, patch);
          return true;
        });
  }

  private <T> T persistently(Supplier<T> request) throws InterruptedException {
    for (int failures = 0; ; failures++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        return request.get();
      } catch (ClusterException e) {
        if (!e.isPassing()) {
          throw e;
        }
        LOG.atLevel(failures == 0 ? Level.WARN : Level.DEBUG)
            .log("{}; trying again", e.getMessage());
      }
      pause.pause(jittered(BACKOFF.after(failures)));
    }
  }

  private static Duration jittered(Duration duration) {
    var factor = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
