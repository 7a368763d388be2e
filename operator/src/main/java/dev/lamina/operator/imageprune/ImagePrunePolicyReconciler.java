package dev.lamina.operator.imageprune;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicyStatus;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.fleet.AnswerEvents;
import dev.lamina.operator.fleet.Withdrawal;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Applies a policy to its nodes, round by round: when its schedule says so, and to nodes whose
/// disk is too full. A round ends before the next one begins.
public final class ImagePrunePolicyReconciler
    implements Reconciler<ImagePrunePolicy>, Cleaner<ImagePrunePolicy> {
  private static final Duration LOOK_AT_NODES = Duration.ofSeconds(20);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final EventRecorder events;
  private final Clock clock;
  private final Asking asking;
  private final AnswerEvents<ImagePrunePolicy> answers = new AnswerEvents<>("imageprunepolicies");
  private final Map<String, PolicySession> sessions = new ConcurrentHashMap<>();

  ImagePrunePolicyReconciler(
      Members members, Nodes nodes, Shares shares, EventRecorder events, Clock clock) {
    this.members = members;
    this.nodes = nodes;
    this.shares = shares;
    this.events = events;
    this.clock = clock;
    this.asking = new Asking(members, nodes, shares);
    members.onNews(answers::answered, answers::membersChanged);
  }

  public static <D extends Members & Nodes> ImagePrunePolicyReconciler of(
      D directory, Shares shares, EventRecorder events, Clock clock) {
    return new ImagePrunePolicyReconciler(directory, directory, shares, events, clock);
  }

  @Override
  public List<EventSource<?, ImagePrunePolicy>> prepareEventSources(
      EventSourceContext<ImagePrunePolicy> context) {
    return List.of(answers.source());
  }

  @Override
  public UpdateControl<ImagePrunePolicy> reconcile(
      ImagePrunePolicy policy, Context<ImagePrunePolicy> context) {
    var now = clock.instant();
    var status = visit(policy, now);
    var control = UpdateControl.<ImagePrunePolicy>noUpdate();
    var session = sessions.get(policy.getMetadata().getUid());
    if (session != null && session.isEarly(now) && !status.equals(policy.getStatus())) {
      return control.rescheduleAfter(PolicySession.BETWEEN_REPORTS);
    }
    if (StatusPatch.apply(policy, status, ImagePrunePolicy::new, context) && session != null) {
      session.reported(now);
      session.news().ifPresent(news -> events.record(policy, news));
    }
    return control.rescheduleAfter(untilNextLook(status, now));
  }

  private static Duration untilNextLook(ImagePrunePolicyStatus status, Instant now) {
    return Optional.ofNullable(status.nextRun())
        .map(next -> Duration.between(now, next))
        .filter(left -> left.compareTo(LOOK_AT_NODES) < 0)
        .map(left -> left.plusMillis(1))
        .orElse(LOOK_AT_NODES);
  }

  /// Everything but the writing of the status.
  ImagePrunePolicyStatus visit(ImagePrunePolicy policy, Instant now) {
    answers.subscribe(policy);
    var targets = PruneTargets.of(policy.getSpec().nodeSelector(), members.members());
    try {
      var plan = PolicyPlan.of(policy, answers.owner(policy));
      var session = session(plan);
      var full = full(plan, targets);
      if (!policy.getSpec().suspend()) {
        goOn(policy, session, targets, full, now);
      }
      return new PolicyReporter(policy, session.round(), session.run(), targets, full, now)
          .report(plan);
    } catch (IllegalArgumentException e) {
      giveUp(policy);
      return new PolicyReporter(policy, null, null, targets, new TreeSet<>(), now)
          .refuse(FailureReason.InvalidArgument.name(), Objects.toString(e.getMessage()));
    }
  }

  private PolicySession session(PolicyPlan plan) {
    return sessions.compute(
        plan.uid(),
        (uid, before) -> {
          if (before != null && before.plan().generation() == plan.generation()) {
            return before;
          }
          if (before != null) {
            before.openRun().ifPresent(asking::takeBack);
          }
          return new PolicySession(plan);
        });
  }

  private void giveUp(ImagePrunePolicy policy) {
    var session = sessions.remove(policy.getMetadata().getUid());
    if (session != null) {
      session.openRun().ifPresent(asking::takeBack);
    }
  }

  private SortedSet<String> full(PolicyPlan plan, SortedSet<String> targets) {
    var full = new TreeSet<String>();
    var marks = plan.disk();
    if (marks != null) {
      targets.stream()
          .filter(node ->
              members.imageNode(node).filter(seen -> PolicyRound.isFull(seen, marks)).isPresent())
          .forEach(full::add);
    }
    return full;
  }

  private void goOn(
      ImagePrunePolicy policy,
      PolicySession session,
      SortedSet<String> targets,
      SortedSet<String> full,
      Instant now) {
    var parallelism = policy.getSpec().parallelism();
    session.retain(targets);
    session.openRun().ifPresent(run -> asking.goOn(run, parallelism, now));
    session.settle(now);
    if (session.openRun().isEmpty()) {
      var since = session.since(policy, now);
      PolicyRound.next(session.plan(), since, targets, session.worthAsking(full, now), now)
          .ifPresent(round -> {
            session.begin(round);
            asking.goOn(Objects.requireNonNull(session.run()), parallelism, now);
          });
    }
  }

  @Override
  public DeleteControl cleanup(ImagePrunePolicy policy, Context<ImagePrunePolicy> context) {
    return release(policy)
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_TOLD);
  }

  /// Takes everything back from the nodes.
  ///
  /// @return whether all nodes have been told
  boolean release(ImagePrunePolicy policy) {
    answers.unsubscribe(policy);
    var session = sessions.remove(policy.getMetadata().getUid());
    var run = session == null ? null : session.run();
    return new Withdrawal(members, nodes, shares)
        .of(answers.owner(policy), run == null ? Set.of() : run.told());
  }
}
