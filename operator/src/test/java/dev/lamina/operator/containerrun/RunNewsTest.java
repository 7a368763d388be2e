package dev.lamina.operator.containerrun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.RunReport;
import dev.lamina.operator.events.News;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunNewsTest {
  private static final Instant NOW = Instant.parse("2026-02-03T08:00:00Z");

  private static ContainerRunStatus ended(@Nullable Integer exitCode, List<Condition> conditions) {
    var draft = new StatusDraft();
    draft.state = ContainerState.Exited;
    draft.report =
        new RunReport(
            null, null, null, null, null, List.of(), exitCode, null, null, null, NOW, null, null,
            null, null);
    draft.conditions = conditions;
    return draft.toStatus();
  }

  @Test
  void theEndOfAContainerTellsItsExitCode() {
    assertEquals(
        Optional.of(News.normal("ContainerExited", "the container ended with exit code 3")),
        RunNews.of(StatusDraft.empty(), ended(3, List.of())));
  }

  @Test
  void whatNeverStartedHasNotEndedButSaysWhy() {
    var stalled =
        new Condition(
            Condition.STALLED, ConditionStatus.True, 1L, NOW, "PortInUse", "80/tcp is in use");
    assertEquals(
        Optional.of(News.warning("PortInUse", "80/tcp is in use")),
        RunNews.of(StatusDraft.empty(), ended(null, List.of(stalled))));
  }
}
