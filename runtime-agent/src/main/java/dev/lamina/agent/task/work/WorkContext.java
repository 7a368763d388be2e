package dev.lamina.agent.task.work;

import dev.lamina.agent.task.cluster.PersistentApi;
import java.time.Clock;

/// What every attempt needs.
public record WorkContext(
    String nodeName, PersistentApi api, TaskJournal journal, Results results, Clock clock) {}
