package dev.lamina.kubectl.search;

/// What a registry says of one repository.
public record FoundRepository(
    String name, String description, long stars, boolean isOfficial, boolean isAutomated) {}
