package dev.lamina.agent.linux;

/// One name in a directory.
public record DirectoryEntry(String name, FileType type) {}
