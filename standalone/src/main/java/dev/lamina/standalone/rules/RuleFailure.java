package dev.lamina.standalone.rules;

import org.jspecify.annotations.Nullable;

/// An expression that does not compile or ends in an error.
final class RuleFailure extends Exception {
  private static final long serialVersionUID = 1L;

  RuleFailure(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
