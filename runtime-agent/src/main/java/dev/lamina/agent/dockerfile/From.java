package dev.lamina.agent.dockerfile;

import org.jspecify.annotations.Nullable;

/// FROM: the start of a stage. Image and platform are as written, variables not expanded.
///
/// @param name the stage name in lower case
public record From(
    Location location, String image, @Nullable String name, @Nullable String platform)
    implements Statement {}
