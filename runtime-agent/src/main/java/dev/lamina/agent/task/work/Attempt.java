package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.MergePatch;
import dev.lamina.agent.task.cluster.Pace;
import dev.lamina.agent.task.cluster.PacedWriter;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The attempt at one assignment: its entry in the journal, its NodeTask, its result.
///
/// Life: [#finishReporting], [#task], [#begin], any number of [#show], then one of [#end] and
/// [#abandon]. One thread; only [#show] may be called by others.
public final class Attempt implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final Duration FOREVER = Duration.ofDays(3650);
  private static final int CONDITION_MESSAGE = 1024;

  private final String id;
  private final TaskKey key;
  private final WorkContext context;
  private TaskRecord record;
  private @Nullable PacedWriter writer;
  private @Nullable Condition lastCondition;
  private volatile @Nullable Supplier<NodeTaskStatus> newest;
  private boolean ended;

  public Attempt(Assignment assignment, WorkContext context) {
    this.id = assignment.id();
    this.key = TaskKey.parse(assignment.task());
    this.context = context;
    record =
        context
            .journal()
            .find(id)
            .orElseGet(() -> TaskRecord.started(assignment.op(), key.toString(), now()));
  }

  public TaskKey key() {
    return key;
  }

  public Instant startedAt() {
    return record.startedAt();
  }

  public RunHistory history() {
    var history = record.run();
    return history == null ? RunHistory.NONE : history;
  }

  /// How it ended, if the journal knows.
  public Optional<ResultState> ended() {
    return Optional.ofNullable(record.result()).map(AssignmentResult::state);
  }

  /// Whether the journal knows how it ended; then says so once more to whoever has not heard.
  public boolean finishReporting() throws InterruptedException {
    var result = record.result();
    if (result == null) {
      return false;
    }
    deliver(result, record.unreported());
    return true;
  }

  /// The order; empty if there is none (any more).
  public Optional<NodeTask> task() throws InterruptedException {
    var task = context.api().getTask(key);
    task.map(NodeTask::getStatus)
        .flatMap(NodeTaskStatus::succeeded)
        .ifPresent(condition -> lastCondition = condition);
    return task;
  }

  /// Records the intent to do it.
  public void begin() {
    begin(record.resumed());
  }

  /// Records the intent to do it, with what was done with the container so far.
  public void begin(RunHistory history) {
    begin(record.resumed().with(history));
  }

  private void begin(TaskRecord resumed) {
    record = resumed;
    context.journal().put(id, record);
    LOG.info("{} {} begins", record.op(), key);
    context.results().report(result(Outcome.RUNNING));
  }

  /// Records what is about to be done, or was done, with the container.
  public void remember(RunHistory history) {
    record = record.with(history);
    context.journal().put(id, record);
  }

  /// Tells the NodeTask how it goes; returns at once. After the end it does nothing.
  ///
  /// @param report asked for its newest state when it is written
  public synchronized void show(Outcome outcome, Supplier<NodeTaskStatus> report, Urgency urgency) {
    if (!ended) {
      newest = () -> withCondition(outcome, report.get());
      writer().changed(urgency);
    }
  }

  /// A state that may last, and is no end: also the result says it.
  public void settle(Outcome outcome, NodeTaskStatus report) throws InterruptedException {
    show(outcome, () -> report, Urgency.NOW);
    writer().flush(FOREVER);
    context.results().report(result(outcome));
  }

  /// The end: in the journal, in the NodeTask, in the result, in this order.
  public void end(Outcome outcome, NodeTaskStatus report) throws InterruptedException {
    finish(outcome, withCondition(outcome, report));
  }

  /// The end of work whose NodeTask is not there, or not for this node to write.
  public void endWithoutTask(Outcome outcome) throws InterruptedException {
    finish(outcome, null);
  }

  /// Nobody wants to know the end.
  public void abandon() {
    LOG.info("{} {} is given up: nobody assigns it any more", record.op(), key);
    context.journal().abandon(id, record);
  }

  @Override
  public synchronized void close() {
    if (writer != null) {
      writer.close();
    }
  }

  private void finish(Outcome outcome, @Nullable NodeTaskStatus status)
      throws InterruptedException {
    LOG.info("{} {} ends: {} {}", record.op(), key, outcome.reason(), outcome.message());
    var result = result(outcome);
    record = record.ended(result, status);
    journalIfPossible();
    closeShow();
    deliver(result, status);
  }

  private void deliver(AssignmentResult result, @Nullable NodeTaskStatus status)
      throws InterruptedException {
    if (status != null) {
      newest = () -> status;
      writer().flush(FOREVER);
    }
    context.results().report(result);
    record = record.reported();
    journalIfPossible();
  }

  private synchronized void closeShow() {
    ended = true;
  }

  /// A full disk must not keep the end from being told.
  private void journalIfPossible() {
    try {
      context.journal().put(id, record);
    } catch (AgentException e) {
      LOG.warn("{}: {}", key, e.getMessage());
    }
  }

  private synchronized PacedWriter writer() {
    if (writer == null) {
      writer = new PacedWriter("report-" + id, Pace.ofTask(), this::write);
    }
    return writer;
  }

  private void write() throws InterruptedException {
    var status = newest;
    if (status != null && !context.api().patchTaskStatus(key, MergePatch.ofStatus(status.get()))) {
      LOG.info("NodeTask {} is gone, nobody to report to", key);
    }
  }

  private synchronized NodeTaskStatus withCondition(Outcome outcome, NodeTaskStatus report) {
    var condition =
        Conditions.next(
            lastCondition,
            Condition.SUCCEEDED,
            outcome.succeeded(),
            outcome.reason(),
            Text.cut(outcome.message(), CONDITION_MESSAGE),
            now());
    lastCondition = condition;
    return new NodeTaskStatus(report.build(), report.run(), List.of(condition));
  }

  private AssignmentResult result(Outcome outcome) {
    var goesOn = outcome.state() == ResultState.Running;
    return AssignmentResult.of(
        id,
        outcome.state(),
        goesOn ? null : outcome.reason(),
        outcome.message().isEmpty() ? null : Text.cut(outcome.message(), Text.RESULT_MESSAGE),
        record.startedAt(),
        goesOn ? null : now());
  }

  private Instant now() {
    return context.clock().instant();
  }
}
