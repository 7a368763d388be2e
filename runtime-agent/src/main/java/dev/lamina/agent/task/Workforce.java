package dev.lamina.agent.task;

import dev.lamina.agent.task.build.BuildTask;
import dev.lamina.agent.task.pull.PullTask;
import dev.lamina.agent.task.run.RunTask;
import dev.lamina.agent.task.run.RunTask.RunHost;
import dev.lamina.agent.task.store.StoreTask;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.agent.task.work.Work;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.meta.SealedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work under way, each piece in a virtual thread.
final class Workforce {
  private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

  /// Before work that ended in a defect is begun again.
  private static final Duration AFTER_DEFECT = Duration.ofSeconds(10);

  private final WorkContext context;
  private final UseCases useCases;
  private final RunHost host;
  private final PullTask.Surroundings surroundings;
  private final Runnable onEnd;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Piece> pieces = new ConcurrentHashMap<>();

  private record Piece(Assignment assignment, Work work) {}

  /// @param onEnd called whenever a piece of work has ended
  Workforce(WorkContext context, UseCases useCases, RunHost host, Runnable onEnd) {
    this.context = context;
    this.useCases = useCases;
    this.host = host;
    surroundings = new PullTask.Surroundings(useCases.pulls(), System::nanoTime, Thread::sleep);
    this.onEnd = onEnd;
  }

  /// @param credentials those that the ImageNode of the assignment lists
  void start(Assignment assignment, Wanted wanted, List<SealedValue> credentials) {
    var work = workOn(assignment, wanted, credentials);
    pieces.put(assignment.id(), new Piece(assignment, work));
    threads.execute(() -> work(assignment, work));
  }

  void tell(String id, Wanted wanted) {
    var piece = pieces.get(id);
    if (piece != null) {
      piece.work().want(wanted);
    }
  }

  /// What is under way, by id.
  Map<String, Assignment> assignments() {
    return pieces.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, piece -> piece.getValue().assignment()));
  }

  /// Interrupts all work.
  void stop(Duration limit) throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("work that does not stop: {}", pieces.keySet());
    }
  }

  private Work workOn(Assignment assignment, Wanted wanted, List<SealedValue> credentials) {
    return switch (assignment.op()) {
      case Build -> {
        var build = new BuildTask(assignment, context, useCases.builds(), useCases.keys());
        build.want(wanted);
        yield build;
      }
      case Run ->
          new RunTask(assignment, wanted, context, useCases.containers(), host, useCases.keys());
      case Pull -> {
        var opener = new SealedCredentials(useCases.keys(), context.nodeName(), credentials);
        var pull = new PullTask(assignment, opener, context, surroundings);
        pull.want(wanted);
        yield pull;
      }
      case Remove, Prune, Tag, Push, Inspect -> {
        var opener = new SealedCredentials(useCases.keys(), context.nodeName(), credentials);
        var task = new StoreTask(assignment, opener, context, useCases.images(), Thread::sleep);
        task.want(wanted);
        yield task;
      }
    };
  }

  private void work(Assignment assignment, Work work) {
    try {
      workSafely(assignment, work);
    } catch (InterruptedException e) {
      LOG.debug("{} {} is left for the next start", assignment.op(), assignment.id());
      Thread.currentThread().interrupt();
    } finally {
      pieces.remove(assignment.id());
      onEnd.run();
    }
  }

  private static void workSafely(Assignment assignment, Work work) throws InterruptedException {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("{} {}", assignment.op(), assignment.id(), e);
      Thread.sleep(AFTER_DEFECT);
    }
  }
}
