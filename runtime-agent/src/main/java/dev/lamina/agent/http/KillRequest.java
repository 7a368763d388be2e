package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/containers/{name}/kill`.
///
/// @param signal such as `KILL`, `SIGHUP` or `15`; absent = KILL
public record KillRequest(@Nullable String signal) {}
