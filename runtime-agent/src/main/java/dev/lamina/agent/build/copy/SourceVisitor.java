package dev.lamina.agent.build.copy;

import java.io.IOException;
import java.io.InterruptedIOException;

/// Sees the entries of a tree in the order of their names, directories before what is in them.
interface SourceVisitor {
  void enter(SourceEntry directory) throws IOException;

  void leave(SourceEntry directory) throws IOException;

  /// Anything that is no directory.
  void visit(SourceEntry entry) throws IOException;

  static void walk(SourceDirectory directory, SourceVisitor visitor) throws IOException {
    for (var entry : directory.entries()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("copying was interrupted");
      }
      if (!entry.stat().isDirectory()) {
        visitor.visit(entry);
        continue;
      }
      visitor.enter(entry);
      try (var child = directory.openChild(entry.name())) {
        walk(child, visitor);
      }
      visitor.leave(entry);
    }
  }
}
