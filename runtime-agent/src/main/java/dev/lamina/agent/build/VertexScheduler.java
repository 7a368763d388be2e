package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.build.plan.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Executes the vertices of a plan, each as soon as its inputs are done and a bounded number at
/// once. The first failure stops all others, and so does an interrupt; either way nothing runs any
/// more when [#run] returns.
final class VertexScheduler {
  private final VertexExecutor executor;
  private final BuildProgress progress;
  private final Semaphore permits;
  private final Map<Vertex, Done> done = new HashMap<>();
  private final Map<BuildException, FailedSteps.Failed> failed = new ConcurrentHashMap<>();

  VertexScheduler(VertexExecutor executor, BuildProgress progress, int parallelism) {
    this.executor = executor;
    this.progress = progress;
    this.permits = new Semaphore(parallelism);
  }

  private record Done(Vertex vertex, VertexExecutor.Result result, BuildResult.Step step) {}

  /// Executes everything and gives the filesystem of the image.
  LayerStack run(Plan plan) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        runAll(plan, new ExecutorCompletionService<>(threads));
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw StepFailure.unwrapped(e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw StepFailure.cancelled(e);
      }
    }
    return filesystem(plan.resultVertex());
  }

  /// The step that a failure comes from, if it is one of this plan.
  Optional<FailedSteps.Failed> failed(BuildException failure) {
    return Optional.ofNullable(failed.get(failure));
  }

  /// What was done, in the order of the Dockerfile.
  List<BuildResult.Step> steps(Plan plan) {
    return plan.vertices().stream()
        .flatMap(vertex -> Optional.ofNullable(done.get(vertex)).stream())
        .map(Done::step)
        .toList();
  }

  private void runAll(Plan plan, CompletionService<Done> completions)
      throws ExecutionException, InterruptedException {
    var waiting = new ArrayList<>(plan.vertices());
    var running = submitReady(waiting, completions);
    while (running > 0) {
      var finished = completions.take().get();
      done.put(finished.vertex(), finished);
      running += submitReady(waiting, completions) - 1;
    }
  }

  private int submitReady(List<Vertex> waiting, CompletionService<Done> completions) {
    var ready =
        waiting.stream().filter(vertex -> done.keySet().containsAll(vertex.inputs())).toList();
    waiting.removeAll(ready);
    for (var vertex : ready) {
      var parent = filesystem(vertex.parent());
      var inputs =
          vertex.sources().stream().map(source -> filesystem(Optional.of(source))).toList();
      completions.submit(() -> execute(vertex, parent, inputs));
    }
    return ready.size();
  }

  private LayerStack filesystem(Optional<Vertex> vertex) {
    return vertex
        .flatMap(v -> Optional.ofNullable(done.get(v)))
        .map(d -> d.result().filesystem())
        .orElse(LayerStack.EMPTY);
  }

  private Done execute(Vertex vertex, LayerStack parent, List<LayerStack> inputs)
      throws InterruptedException {
    permits.acquire();
    try {
      var step = progress.start(vertex.name());
      try {
        var result = executor.execute(vertex, parent, inputs, step);
        if (result.cached()) {
          step.cached(made(result));
        } else {
          step.finish(made(result));
        }
        return new Done(vertex, result, report(vertex, result, step));
      } catch (Exception e) {
        var failure = StepFailure.of(e, vertex, step);
        failed.put(failure, new FailedSteps.Failed(vertex, parent));
        step.fail(failure);
        throw failure;
      }
    } finally {
      permits.release();
    }
  }

  private static BuildResult.Step report(
      Vertex vertex, VertexExecutor.Result result, BuildProgress.Step step) {
    var made = made(result);
    return new BuildResult.Step(
        vertex.name(),
        vertex.location().firstLine(),
        vertex.location().text(),
        result.cached(),
        step.elapsed(),
        made.layer(),
        made.bytes());
  }

  private static BuildEvent.Made made(VertexExecutor.Result result) {
    var layer = result.made();
    return layer == null
        ? BuildEvent.Made.NOTHING
        : new BuildEvent.Made(layer.diffId(), layer.bytes());
  }
}
