package dev.lamina.agent.http;

/// `POST /v1/images/tag`.
public record TagRequest(String source, String target) {}
