package dev.lamina.agent.dockerfile.lint;

import dev.lamina.agent.dockerfile.Location;

/// A remark about one line.
///
/// @param line of the Dockerfile, from 1
public record Lint(LintRule rule, int line, String message) {
  public static Lint of(LintRule rule, Location at, String message) {
    return new Lint(rule, at.firstLine(), message);
  }

  @Override
  public String toString() {
    return "%s: %s (line %d)".formatted(rule, message, line);
  }
}
