package dev.lamina.agent.http;

/// Where a handler of long work puts its progress; safe for several threads.
@FunctionalInterface
interface EventStream {
  /// Sends one progress object.
  ///
  /// @throws java.io.UncheckedIOException when nobody listens any more: the work should end
  void emit(Object event);
}
