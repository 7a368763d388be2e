package dev.lamina.agent.linux;

/// The size of a terminal in characters.
public record WindowSize(int rows, int columns) {}
