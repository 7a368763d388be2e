package dev.lamina.agent.http;

/// `POST /v1/containers/{name}/resize`: the size of its terminal, in characters.
public record ResizeRequest(int rows, int columns) {}
