package dev.lamina.standalone.resource;

/// Where an object is kept: its group-qualified resource (`pods`, `imagebuilds.lamina.dev`), its
/// namespace, empty for cluster-scoped kinds, and its name.
public record ObjectKey(String resource, String namespace, String name) {}
