package dev.lamina.agent.dockerfile;

import org.jspecify.annotations.Nullable;

/// One name of ARG, with its default if it has one.
public record ArgDefinition(String name, @Nullable String value) {
  /// `NAME=value`, or `NAME` without a value.
  @Override
  public String toString() {
    return value == null ? name : name + "=" + value;
  }
}
