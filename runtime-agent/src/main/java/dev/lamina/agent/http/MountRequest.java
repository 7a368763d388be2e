package dev.lamina.agent.http;

/// `POST /v1/mounts`: an image's filesystem, read-only, for looking into it.
public record MountRequest(String reference) {}
