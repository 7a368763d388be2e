package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.build.BuildListener;
import dev.lamina.agent.task.build.BuildListener.PlannedStep;
import dev.lamina.agent.task.build.BuildListener.StepEnd;
import dev.lamina.agent.task.build.BuildWork;
import dev.lamina.agent.task.build.SealedInputs;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.payload.BuildOrder;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A builder that takes two steps, and in between waits where a test tells it to.
final class FakeBuilds implements BuildWork {
  static final String DIGEST = "sha256:" + "e".repeat(64);

  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final Semaphore mayFinish = new Semaphore(0);
  private volatile boolean waits;
  private volatile @Nullable RuntimeException failure;

  /// From now on, builds wait for [#finish].
  void hold() {
    waits = true;
  }

  void finish(int builds) {
    mayFinish.release(builds);
  }

  void fail(@Nullable RuntimeException with) {
    failure = with;
  }

  int started() {
    return started.get();
  }

  int interrupted() {
    return interrupted.get();
  }

  int mostRunning() {
    return mostRunning.get();
  }

  @Override
  public BuiltResult build(BuildOrder order, SealedInputs inputs, BuildListener listener) {
    started.incrementAndGet();
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      listener.planned(
          List.of(new PlannedStep("FROM base", false), new PlannedStep("RUN work", true)));
      listener.started(1);
      listener.ended(1, new StepEnd(true, false, 1, null, null));
      listener.started(2);
      listener.output("working\n");
      awaitPermission();
      if (failure != null) {
        throw failure;
      }
      listener.ended(2, new StepEnd(true, true, 2, "sha256:aa", 10L));
      return new BuiltResult(
          "sha256:" + "f".repeat(64),
          DIGEST,
          123,
          null,
          null,
          List.of(new BaseImage("localhost/base:latest", DIGEST)),
          List.of(new BuiltImage("localhost/web:1", DIGEST, null)));
    } finally {
      running.decrementAndGet();
    }
  }

  private void awaitPermission() {
    if (!waits) {
      return;
    }
    try {
      mayFinish.acquire();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "building", e);
    }
  }
}
