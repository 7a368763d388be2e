package dev.lamina.operator.imageprune;

import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprune.ImagePruneStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.events.News;
import dev.lamina.operator.fleet.AnswerEvents;
import dev.lamina.operator.fleet.Withdrawal;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.status.Expiry;
import dev.lamina.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Asks the nodes of an ImagePrune what matches, and to remove it unless it is a dry run.
public final class ImagePruneReconciler implements Reconciler<ImagePrune>, Cleaner<ImagePrune> {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);
  private static final Duration LOOK_FOR_AGENTS = Duration.ofSeconds(20);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final EventRecorder events;
  private final Clock clock;
  private final Asking asking;
  private final AnswerEvents<ImagePrune> answers = new AnswerEvents<>("imageprunes");
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  ImagePruneReconciler(
      Members members, Nodes nodes, Shares shares, EventRecorder events, Clock clock) {
    this.members = members;
    this.nodes = nodes;
    this.shares = shares;
    this.events = events;
    this.clock = clock;
    this.asking = new Asking(members, nodes, shares);
    members.onNews(answers::answered, answers::membersChanged);
  }

  public static <D extends Members & Nodes> ImagePruneReconciler of(
      D directory, Shares shares, EventRecorder events, Clock clock) {
    return new ImagePruneReconciler(directory, directory, shares, events, clock);
  }

  /// An ImagePrune between two visits.
  private static final class Session {
    private final PruneRun run;
    private @Nullable Instant reported;

    private Session(PruneRun run) {
      this.run = run;
    }
  }

  @Override
  public List<EventSource<?, ImagePrune>> prepareEventSources(
      EventSourceContext<ImagePrune> context) {
    return List.of(answers.source());
  }

  @Override
  public UpdateControl<ImagePrune> reconcile(ImagePrune prune, Context<ImagePrune> context) {
    var now = clock.instant();
    if (isAtRest(prune)) {
      release(prune);
      return expire(prune, prune.getStatus(), now, context);
    }
    var status = visit(prune, now);
    var session = session(prune);
    if (isEarly(prune, session, status, now)) {
      return UpdateControl.<ImagePrune>noUpdate().rescheduleAfter(BETWEEN_REPORTS);
    }
    if (StatusPatch.apply(prune, status, ImagePrune::new, context)) {
      session.reported = now;
      news(status).ifPresent(news -> events.record(prune, news));
    }
    return status.completionTime() == null
        ? UpdateControl.<ImagePrune>noUpdate().rescheduleAfter(LOOK_FOR_AGENTS)
        : expire(prune, status, now, context);
  }

  /// Everything but the writing of the status.
  ImagePruneStatus visit(ImagePrune prune, Instant now) {
    answers.subscribe(prune);
    var session = session(prune);
    var run = session.run;
    var targets = PruneTargets.of(prune.getSpec().nodes(), members.members());
    run.target(targets.nodes());
    asking.goOn(run, prune.getSpec().parallelism(), now);
    return PruneReporter.report(prune, run, targets.missing(), now);
  }

  private Session session(ImagePrune prune) {
    var assignment = PruneAssignment.of(prune, answers.owner(prune));
    return sessions.compute(
        prune.getMetadata().getUid(),
        (uid, before) ->
            before != null && before.run.assignment().equals(assignment)
                ? before
                : next(before, new PruneRun(assignment)));
  }

  /// The spec has changed: what it asked for before is taken back.
  private Session next(@Nullable Session before, PruneRun run) {
    if (before != null) {
      asking.takeBack(before.run);
    }
    return new Session(run);
  }

  private static boolean isAtRest(ImagePrune prune) {
    var status = prune.getStatus();
    return status != null
        && status.completionTime() != null
        && Objects.equals(status.observedGeneration(), prune.getMetadata().getGeneration());
  }

  private static boolean isEarly(
      ImagePrune prune, Session session, ImagePruneStatus status, Instant now) {
    var reported = session.reported;
    return reported != null
        && now.isBefore(reported.plus(BETWEEN_REPORTS))
        && status.completionTime() == null
        && !status.equals(prune.getStatus());
  }

  private static Optional<News> news(ImagePruneStatus status) {
    return status.completionTime() == null
        ? Optional.empty()
        : Condition.find(status.conditions(), Condition.READY)
            .map(ready ->
                ready.status() == ConditionStatus.True
                    ? News.normal(ready.reason(), ready.message())
                    : News.warning("NodeFailed", ready.message()));
  }

  private static UpdateControl<ImagePrune> expire(
      ImagePrune prune, ImagePruneStatus status, Instant now, Context<ImagePrune> context) {
    var ttl = prune.getSpec().ttlSecondsAfterFinished();
    return Expiry.of(prune.getMetadata(), ttl, status.completionTime(), now)
        .carryOut(prune, context);
  }

  @Override
  public DeleteControl cleanup(ImagePrune prune, Context<ImagePrune> context) {
    return release(prune)
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_TOLD);
  }

  /// Takes everything back from the nodes.
  ///
  /// @return whether all nodes have been told
  boolean release(ImagePrune prune) {
    answers.unsubscribe(prune);
    var session = sessions.remove(prune.getMetadata().getUid());
    return new Withdrawal(members, nodes, shares)
        .of(answers.owner(prune), session == null ? Set.of() : session.run.told());
  }
}
