package dev.lamina.agent.http;

/// `POST /v1/containers/{name}/stop`.
///
/// @param graceSeconds from the stop signal to SIGKILL
public record StopRequest(int graceSeconds) {}
