package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The attempt at an assignment that has no NodeTask: its entry in the journal and its result,
/// which is all that anybody is told.
///
/// Life: [#begin], any number of [#show], then one of [#end] and [#abandon]. One thread; only
/// [#show] may be called by others.
public final class InlineAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(InlineAttempt.class);

  private final String id;
  private final WorkContext context;
  private TaskRecord record;
  private boolean ended;

  /// @param subject what it is about, for people
  public InlineAttempt(Assignment assignment, String subject, WorkContext context) {
    this.id = assignment.id();
    this.context = context;
    record =
        context
            .journal()
            .find(id)
            .orElseGet(() -> TaskRecord.started(assignment.op(), subject, now()));
  }

  /// Records the intent to do it.
  public void begin() {
    record = record.resumed();
    context.journal().put(id, record);
    LOG.info("{} {} begins", record.op(), record.task());
    show(Outcome.RUNNING, Progress.NONE);
  }

  /// Says how it goes. After the end it does nothing.
  public synchronized void show(Outcome outcome, Progress progress) {
    if (!ended) {
      context.results().report(result(outcome, progress, Findings.NONE));
    }
  }

  /// The end: in the journal, then in the result.
  public void end(Outcome outcome, Progress progress) {
    end(outcome, progress, Findings.NONE);
  }

  /// The end of work that found something out.
  public void end(Outcome outcome, Progress progress, Findings findings) {
    LOG.info("{} {} ends: {} {}", record.op(), record.task(), outcome.reason(), outcome.message());
    var result = result(outcome, progress, findings);
    record = record.ended(result, null);
    journalIfPossible();
    synchronized (this) {
      ended = true;
      context.results().report(result);
    }
  }

  /// Nobody wants to know the end.
  public void abandon() {
    LOG.info("{} {} is given up: nobody assigns it any more", record.op(), record.task());
    context.journal().abandon(id, record);
  }

  /// A full disk must not keep the end from being told.
  private void journalIfPossible() {
    try {
      context.journal().put(id, record);
    } catch (AgentException e) {
      LOG.warn("{} {}: {}", record.op(), record.task(), e.getMessage());
    }
  }

  private AssignmentResult result(Outcome outcome, Progress progress, Findings findings) {
    var goesOn = outcome.state() == ResultState.Running;
    return new AssignmentResult(
        id,
        outcome.state(),
        goesOn && outcome.message().isEmpty() ? null : outcome.reason(),
        outcome.message().isEmpty() ? null : Text.cut(outcome.message(), Text.RESULT_MESSAGE),
        progress.digest(),
        progress.bytes(),
        progress.bytesTotal(),
        progress.layers(),
        progress.layersDone(),
        null,
        progress.percent(),
        progress.attempt() == 0 ? null : progress.attempt(),
        record.startedAt(),
        goesOn ? null : now(),
        findings.facts(),
        findings.pruned());
  }

  private Instant now() {
    return context.clock().instant();
  }
}
