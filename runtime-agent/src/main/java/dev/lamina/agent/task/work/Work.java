package dev.lamina.agent.task.work;

/// One assignment being worked on, in a thread of its own.
public interface Work {
  /// Works until there is nothing left to do for the assignment. An interrupt means that the agent
  /// stops: the work is left as it is, for the next start.
  void run() throws InterruptedException;

  /// The assignment wants something else now. Called by another thread, also before and after
  /// [#run].
  void want(Wanted wanted);
}
