package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.SourceTree;
import java.util.Map;
import java.util.Optional;

/// The build contexts of one build: the main one, of the empty name, and those with a name.
record Contexts(Map<String, SourceTree> trees) implements AutoCloseable {
  Contexts {
    trees = Map.copyOf(trees);
  }

  SourceTree tree(String name) {
    return Optional.ofNullable(trees.get(name)).orElseThrow();
  }

  /// Closes those with a name; the main one has an owner of its own.
  @Override
  public void close() {
    trees.forEach((name, tree) -> {
      if (!name.isEmpty()) {
        tree.close();
      }
    });
  }
}
