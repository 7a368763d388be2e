package dev.lamina.agent.http;

/// `POST /v1/containers/{name}/rename`.
///
/// @param name the new one
public record RenameRequest(String name) {}
