package dev.lamina.agent.container;

import org.jspecify.annotations.Nullable;

/// A container held more on the disk than it may, and was ended for that.
///
/// @param mount path of the empty directory that did; absent = all that the container writes
/// @param bytes what it was when it was seen; absent = directories nest too deeply to be measured
public record DiskOverrun(@Nullable String mount, @Nullable Long bytes, long limit) {}
