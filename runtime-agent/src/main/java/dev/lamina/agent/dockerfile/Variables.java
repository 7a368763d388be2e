package dev.lamina.agent.dockerfile;

import java.util.Optional;

/// What `$name` stands for.
@FunctionalInterface
public interface Variables {
  Variables NONE = name -> Optional.empty();

  /// The value, which may be empty, or nothing when the variable is not set.
  Optional<String> get(String name);

  /// A plain `$name` or `${name}` was asked for that is not set.
  default void missed(String name) {}
}
