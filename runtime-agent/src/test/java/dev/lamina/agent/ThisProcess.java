package dev.lamina.agent;

import dev.lamina.agent.cli.Backend;

/// What the command line works with when it runs in the process of a test.
public final class ThisProcess {
  private ThisProcess() {}

  public static Backend backend() {
    return new LocalBackend();
  }
}
