package dev.lamina.agent.build;

/// Hears of the progress of a build; called from several threads, one at a time.
@FunctionalInterface
public interface BuildListener {
  BuildListener SILENT = event -> {};

  void on(BuildEvent event);
}
