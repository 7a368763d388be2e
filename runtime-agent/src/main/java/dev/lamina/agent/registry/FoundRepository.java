package dev.lamina.agent.registry;

/// A repository that a search has found. What a registry does not say is empty, 0 or false.
///
/// @param name as one pulls it
/// @param official whether Docker looks after it
/// @param automated whether it is built from a public source
public record FoundRepository(
    String name, String description, long stars, boolean official, boolean automated) {}
