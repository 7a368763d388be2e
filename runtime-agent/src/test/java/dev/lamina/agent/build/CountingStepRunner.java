package dev.lamina.agent.build;

import dev.lamina.agent.container.StepRunner;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the steps that another runner runs.
final class CountingStepRunner implements StepRunner {
  private final StepRunner delegate;
  private final AtomicInteger runs = new AtomicInteger();

  CountingStepRunner(StepRunner delegate) {
    this.delegate = delegate;
  }

  int runs() {
    return runs.get();
  }

  @Override
  public int run(Step step, StepOutput output) {
    runs.incrementAndGet();
    return delegate.run(step, output);
  }
}
