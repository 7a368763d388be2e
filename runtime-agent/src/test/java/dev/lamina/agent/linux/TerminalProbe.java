package dev.lamina.agent.linux;

import java.io.IOException;

/// What [TerminalIT] starts under a pseudo-terminal: shows the mode before, in and after raw.
final class TerminalProbe {
  private TerminalProbe() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("size=" + Terminal.size(Terminal.STANDARD_OUTPUT).orElseThrow());
    showMode("before");
    try (var terminal = Terminal.raw()) {
      showMode("raw " + (terminal != null));
    }
    showMode("after");
  }

  private static void showMode(String when) throws IOException, InterruptedException {
    System.out.println("== " + when);
    new ProcessBuilder("stty", "-a").inheritIO().start().waitFor();
  }
}
