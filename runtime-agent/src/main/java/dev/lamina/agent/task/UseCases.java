package dev.lamina.agent.task;

import dev.lamina.agent.metadata.Journal;
import dev.lamina.agent.task.build.BuildWork;
import dev.lamina.agent.task.run.RunContainers;

/// What the agent can do for the cluster, and where it keeps what it has begun.
public record UseCases(
    BuildWork builds, RunContainers containers, StoreFigures store, Journal journal) {}
