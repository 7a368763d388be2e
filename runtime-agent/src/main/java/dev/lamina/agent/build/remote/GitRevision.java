package dev.lamina.agent.build.remote;

import java.time.Instant;

/// A commit.
///
/// @param commit in full
/// @param time when it was committed
public record GitRevision(String commit, Instant time) {}
