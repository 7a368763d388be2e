package dev.lamina.operator.nodes;

/// What keeps Pods from a node.
///
/// @param value empty if it has none
public record NodeTaint(String key, String value, String effect) {}
