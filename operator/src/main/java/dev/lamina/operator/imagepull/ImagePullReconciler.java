package dev.lamina.operator.imagepull;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.imagepull.PullDecision.Complete;
import dev.lamina.operator.imagepull.PullDecision.Fail;
import dev.lamina.operator.imagepull.PullDecision.Refuse;
import dev.lamina.operator.imagepull.PullDecision.Rest;
import dev.lamina.operator.imagepull.PullDecision.Roll;
import dev.lamina.operator.imagepull.PullDecision.Suspend;
import dev.lamina.operator.imagepull.PullDecision.Wait;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.status.StatusPatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the images of an ImagePull onto its nodes, wave after wave.
public final class ImagePullReconciler implements Reconciler<ImagePull>, Cleaner<ImagePull> {
  private static final Logger LOG = LoggerFactory.getLogger(ImagePullReconciler.class);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_AGENTS = Duration.ofSeconds(20);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final PullSecrets secrets;
  private final PodNodes pods;
  private final EventRecorder events;
  private final Clock clock;
  private final PullMail mail = new PullMail();
  private final Map<String, PullSession> sessions = new ConcurrentHashMap<>();

  ImagePullReconciler(
      Members members,
      Nodes nodes,
      Shares shares,
      PullSecrets secrets,
      PodNodes pods,
      EventRecorder events,
      Clock clock) {
    this.members = members;
    this.nodes = nodes;
    this.shares = shares;
    this.secrets = secrets;
    this.pods = pods;
    this.events = events;
    this.clock = clock;
    members.onNews(mail::answered, mail::membersChanged);
    pods.onChange(mail::wake);
  }

  public static <D extends Members & Nodes> ImagePullReconciler of(
      KubernetesClient client, D directory, Shares shares, EventRecorder events, Clock clock) {
    return new ImagePullReconciler(
        directory,
        directory,
        shares,
        PullSecrets.of(client),
        new ApiPodNodes(client),
        events,
        clock);
  }

  @Override
  public List<EventSource<?, ImagePull>> prepareEventSources(
      EventSourceContext<ImagePull> context) {
    return List.of(mail.source());
  }

  @Override
  public UpdateControl<ImagePull> reconcile(ImagePull pull, Context<ImagePull> context) {
    var visit = visit(pull);
    var status = visit.status();
    if (status == null) {
      return UpdateControl.<ImagePull>noUpdate().rescheduleAfter(BETWEEN_REPORTS);
    }
    if (StatusPatch.apply(pull, status, ImagePull::new, context)) {
      visit.session().reported = clock.instant();
    }
    visit
        .session()
        .news()
        .take(pull, status, clock.instant())
        .forEach(news -> events.record(pull, news));
    return next(visit, status, context);
  }

  /// What one look at a pull has led to.
  ///
  /// @param status to be written; absent if it is too early for that
  record Visit(
      PullSession session,
      Observed observed,
      PullDecision decision,
      @Nullable ImagePullStatus status) {}

  /// Everything but the writing of the status.
  Visit visit(ImagePull pull) {
    PullOrder order;
    try {
      order = PullOrder.of(pull, PullSchedule.of(pull.getSpec()).round(pull, clock.instant()));
    } catch (IllegalArgumentException e) {
      return refuse(pull, FailureReason.InvalidArgument, String.valueOf(e.getMessage()));
    }
    var unsupported = UnsupportedFields.of(pull.getSpec());
    if (!unsupported.isEmpty()) {
      var fields = String.join(", ", unsupported);
      return refuse(pull, FailureReason.NotSupported, "not supported yet: " + fields);
    }
    var session = session(pull, order);
    var observed = observe(pull, order, session);
    var decision = PullDecider.decide(observed);
    act(observed, session, decision);
    if (decision instanceof Roll && session.run().hasEnded()) {
      // Nobody had to be asked: all nodes are known to have everything.
      decision = PullDecider.decide(observed);
      act(observed, session, decision);
    }
    return visit(observed, session, decision);
  }

  private PullSession session(ImagePull pull, PullOrder order) {
    mail.subscribe(order.owner());
    return sessions.computeIfAbsent(
        pull.getMetadata().getUid(), missing -> new PullSession(members, nodes, shares, order));
  }

  private Observed observe(ImagePull pull, PullOrder order, PullSession session) {
    var now = clock.instant();
    var view = pods.view(pull);
    var podNodes = view.isPresent() ? view.get().nodes() : Set.<String>of();
    session.observe(
        pull, order, podNodes == null ? Set.of() : mail.take(order.owner()), podNodes, now);
    var obstacle =
        podNodes == null
            ? view.map(unknown -> new Wait("PodsNotKnown", unknown.problem()))
            : readSecrets(pull, session);
    return new Observed(pull, session.run(), session.missing(), obstacle.orElse(null), now);
  }

  private Optional<Wait> readSecrets(ImagePull pull, PullSession session) {
    if (pull.getSpec().pullSecretRefs().isEmpty() || !session.isWaiting()) {
      return Optional.empty();
    }
    try {
      session.use(secrets.read(pull, pull.getSpec().pullSecretRefs()));
      return Optional.empty();
    } catch (UnusableSecretException e) {
      LOG.debug("{}", e.getMessage(), e);
      return Optional.of(new Wait(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  private static void act(Observed observed, PullSession session, PullDecision decision) {
    switch (decision) {
      case Roll roll -> session.startWave(roll.wave(), observed.now());
      case Fail fail -> session.giveUp(fail.reason(), fail.message());
      case Rest _ -> session.giveUp(FailureReason.Cancelled.name(), "the pull has ended");
      case Complete _ -> {}
      case Refuse _ -> {}
      case Suspend _ -> {}
      case Wait _ -> {}
    }
    session.dispatch(observed.spec());
  }

  private static Visit visit(Observed observed, PullSession session, PullDecision decision) {
    var status = PullReporter.report(observed, decision);
    var before = observed.pull().getStatus();
    var isEarly =
        session.reported != null
            && observed.now().isBefore(session.reported.plus(BETWEEN_REPORTS))
            && !PullReporter.isStateChange(before, status);
    return new Visit(
        session, observed, decision, isEarly && !status.equals(before) ? null : status);
  }

  /// What was asked for before is taken back.
  private Visit refuse(ImagePull pull, FailureReason reason, String message) {
    var order = PullOrder.ofNothing(pull);
    var session = session(pull, order);
    session.release(pull);
    var decision = new Refuse(reason.name(), message);
    var observed = new Observed(pull, PullRun.of(order), session.missing(), null, clock.instant());
    sessions.remove(pull.getMetadata().getUid());
    return new Visit(session, observed, decision, PullReporter.report(observed, decision));
  }

  private UpdateControl<ImagePull> next(
      Visit visit, ImagePullStatus status, Context<ImagePull> context) {
    UpdateControl<ImagePull> control = UpdateControl.noUpdate();
    return switch (visit.decision()) {
      case Roll _ -> control.rescheduleAfter(untilDeadline(visit.observed(), status));
      case Suspend _ -> control.rescheduleAfter(LOOK_FOR_AGENTS);
      case Wait _ -> control.rescheduleAfter(LOOK_AGAIN);
      case Complete _ -> untilNextRound(visit.observed(), status, context, control);
      case Fail _ -> untilNextRound(visit.observed(), status, context, control);
      case Rest _ -> expire(visit.observed(), status, context);
      case Refuse _ -> control;
    };
  }

  private static Duration untilDeadline(Observed observed, ImagePullStatus status) {
    var deadline = observed.spec().activeDeadlineSeconds();
    var started = status.startTime();
    if (deadline == null || started == null) {
      return LOOK_FOR_AGENTS;
    }
    var left = Duration.between(observed.now(), started.plusSeconds(deadline));
    return left.compareTo(LOOK_FOR_AGENTS) < 0 && left.isPositive() ? left : LOOK_FOR_AGENTS;
  }

  private static UpdateControl<ImagePull> untilNextRound(
      Observed observed,
      ImagePullStatus status,
      Context<ImagePull> context,
      UpdateControl<ImagePull> control) {
    return PullSchedule.of(observed.spec())
        .untilNext(observed.now())
        .map(control::rescheduleAfter)
        .orElseGet(() -> expire(observed, status, context));
  }

  private static UpdateControl<ImagePull> expire(
      Observed observed, ImagePullStatus status, Context<ImagePull> context) {
    return observed.expiry(status.completionTime()).carryOut(observed.pull(), context);
  }

  @Override
  public DeleteControl cleanup(ImagePull pull, Context<ImagePull> context) {
    if (!release(pull)) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_TOLD);
    }
    pods.forget(pull);
    mail.unsubscribe(PullOrder.ofNothing(pull).owner());
    Optional.ofNullable(pull.getMetadata().getUid()).ifPresent(sessions::remove);
    return DeleteControl.defaultDelete();
  }

  /// Takes everything back from the nodes.
  ///
  /// @return whether all of them have been told
  boolean release(ImagePull pull) {
    return session(pull, PullOrder.ofNothing(pull)).release(pull);
  }
}
