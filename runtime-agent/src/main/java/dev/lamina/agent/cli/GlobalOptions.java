package dev.lamina.agent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The options before the verb.
public record GlobalOptions(
    @Nullable Path stateDirectory,
    @Nullable Path runDirectory,
    @Nullable String runtime,
    @Nullable Path config) {}
