package dev.lamina.agent.container;

/// Which part of a log.
///
/// @param tail last lines, negative = all
public record LogOptions(boolean follow, int tail, boolean timestamps) {
  public static final LogOptions ALL = new LogOptions(false, -1, false);
}
