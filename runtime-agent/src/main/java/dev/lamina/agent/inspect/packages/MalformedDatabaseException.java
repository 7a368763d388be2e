package dev.lamina.agent.inspect.packages;

import java.io.IOException;

/// A package database that is not what its name says.
final class MalformedDatabaseException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedDatabaseException(String message) {
    super(message);
  }
}
