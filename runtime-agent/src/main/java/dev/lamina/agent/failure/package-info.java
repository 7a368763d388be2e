/// The one exception that crosses rooms.
///
/// A room that understands an `IOException` (or any other low-level failure) translates it once
/// into an [dev.lamina.agent.failure.AgentException] that says what was being done, to what, and
/// why it failed. Everybody above lets it pass; the outermost loops (`cli`, `http`, `task`) show
/// it.
@NullMarked
package dev.lamina.agent.failure;

import org.jspecify.annotations.NullMarked;
