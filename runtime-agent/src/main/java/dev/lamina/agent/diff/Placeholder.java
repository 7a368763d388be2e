package dev.lamina.agent.diff;

import java.time.Instant;

/// An empty file or directory in an upper directory that was made to show a mount at, and is part
/// of no layer. One that is no longer empty, or of another kind, is what somebody wrote.
///
/// @param parent path of its directory in the layer, `/` for the root
/// @param before when the parent was modified last, before this was made
/// @param after the same, just after
public record Placeholder(String parent, String name, Instant before, Instant after) {}
