package dev.lamina.operator.imagecopy;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagecopy.ImageCopy;
import dev.lamina.crds.imagecopy.ImageCopyStatus;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.events.News;
import dev.lamina.operator.fleet.AnswerEvents;
import dev.lamina.operator.fleet.Withdrawal;
import dev.lamina.operator.imagecopy.CopyRun.Piece;
import dev.lamina.operator.inventory.FleetImages;
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.status.Expiry;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tags and pushes the image of an ImageCopy.
public final class ImageCopyReconciler implements Reconciler<ImageCopy>, Cleaner<ImageCopy> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);
  private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final FleetImages fleet;
  private final PullSecrets secrets;
  private final EventRecorder events;
  private final Clock clock;
  private final AnswerEvents<ImageCopy> answers = new AnswerEvents<>("imagecopies");
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /// What the reconciler sees and moves.
  record Surroundings(
      Members members, Nodes nodes, Shares shares, FleetImages fleet, PullSecrets secrets) {}

  ImageCopyReconciler(Surroundings surroundings, EventRecorder events, Clock clock) {
    this.members = surroundings.members();
    this.nodes = surroundings.nodes();
    this.shares = surroundings.shares();
    this.fleet = surroundings.fleet();
    this.secrets = surroundings.secrets();
    this.events = events;
    this.clock = clock;
    members.onNews(answers::answered, answers::membersChanged);
    fleet.onChange(answers::membersChanged);
  }

  public static <D extends Members & Nodes> ImageCopyReconciler of(
      KubernetesClient client,
      D directory,
      Shares shares,
      FleetImages fleet,
      EventRecorder events,
      Clock clock) {
    return new ImageCopyReconciler(
        new Surroundings(directory, directory, shares, fleet, PullSecrets.of(client)),
        events,
        clock);
  }

  /// An ImageCopy between two visits.
  private static final class Session {
    private final CopyRun run;
    private final Set<String> told = new HashSet<>();

    private Session(CopyRun run) {
      this.run = run;
    }
  }

  @Override
  public List<EventSource<?, ImageCopy>> prepareEventSources(
      EventSourceContext<ImageCopy> context) {
    return List.of(answers.source());
  }

  @Override
  public UpdateControl<ImageCopy> reconcile(ImageCopy copy, Context<ImageCopy> context) {
    var now = clock.instant();
    if (isAtRest(copy)) {
      release(copy);
      return expire(copy, copy.getStatus(), now, context);
    }
    var status = visit(copy, now);
    if (StatusPatch.apply(copy, status, ImageCopy::new, context)) {
      news(status).ifPresent(news -> events.record(copy, news));
    }
    return status.completionTime() == null
        ? UpdateControl.<ImageCopy>noUpdate().rescheduleAfter(LOOK_AGAIN)
        : expire(copy, status, now, context);
  }

  /// Everything but the writing of the status.
  ImageCopyStatus visit(ImageCopy copy, Instant now) {
    answers.subscribe(copy);
    var session = session(copy);
    var reporter = new CopyReporter(copy, session.run, now);
    if (!fleet.isComplete()) {
      return reporter.waiting("Starting", "the operator reads what nodes hold");
    }
    var touched = new HashSet<String>();
    session.run.open().forEach((piece, since) -> look(session, piece, since, now, touched));
    var problem = locate(copy, session.run);
    if (problem.isPresent()) {
      return reporter.waiting(FailureReason.ImageNotFound.name(), problem.get());
    }
    try {
      var keyring = secrets.read(copy, copy.getSpec().pushSecretRefs());
      touched.addAll(session.run.begin(now));
      touched.forEach(node -> put(session, node, keyring, copy));
    } catch (UnusableSecretException e) {
      return reporter.waiting(e.reason(), String.valueOf(e.getMessage()));
    }
    return reporter.report();
  }

  /// Finds the image, by its digest once that is known; what is in the way, if it is not to be had.
  private Optional<String> locate(ImageCopy copy, CopyRun run) {
    var tenant = copy.getMetadata().getNamespace();
    var before = ofThisGeneration(copy);
    var known =
        run.digest() != null
            ? run.digest()
            : before.map(ImageCopyStatus::digest).orElse(copy.getSpec().source());
    var located = fleet.find(tenant, known);
    if (located.isEmpty() && !run.open().isEmpty()) {
      return Optional.empty();
    }
    if (located.isEmpty()) {
      return Optional.of("no node has an image '" + known + "' of this namespace");
    }
    var ready =
        members.members().stream()
            .filter(Member::hasAgent)
            .map(Member::name)
            .filter(located.get().nodes()::contains)
            .collect(Collectors.toSet());
    if (ready.isEmpty()) {
      return Optional.of("no node that has image '" + known + "' has a ready agent");
    }
    run.locate(
        located.get().facts().digest(), ready, before.map(ImageCopyStatus::node).orElse(null));
    return Optional.empty();
  }

  private Session session(ImageCopy copy) {
    var metadata = copy.getMetadata();
    var generation = generation(copy);
    return sessions.compute(
        metadata.getUid(),
        (uid, before) -> {
          if (before != null && before.run.isOf(generation)) {
            return before;
          }
          if (before != null) {
            before.told.forEach(node -> shares.put(answers.owner(copy), node, Share.NONE));
          }
          return new Session(
              new CopyRun(
                  uid, generation, answers.owner(copy), metadata.getNamespace(), copy.getSpec()));
        });
  }

  private void look(Session session, Piece piece, Instant since, Instant now, Set<String> touched) {
    var end = AnswerEvents.end(members.imageNode(piece.node()), session.run.id(piece));
    if (end.isPresent()) {
      session.run.ended(piece, end.get());
    } else if (Liveness.isLost(piece.node(), since, nodes, now)) {
      touched.add(piece.node());
      session.run.lost(
          piece,
          AssignmentResult.of(
              session.run.id(piece),
              ResultState.Failed,
              FailureReason.AgentLost.name(),
              piece.node() + ": the agent does not answer",
              since,
              now));
    }
  }

  private void put(Session session, String node, Keyring keyring, ImageCopy copy) {
    session.told.add(node);
    new CopyDispatch(members, shares, answers.owner(copy)).put(session.run, node, keyring);
  }

  private static boolean isAtRest(ImageCopy copy) {
    return ofThisGeneration(copy).map(ImageCopyStatus::completionTime).isPresent();
  }

  private static Optional<ImageCopyStatus> ofThisGeneration(ImageCopy copy) {
    return Optional.ofNullable(copy.getStatus())
        .filter(status -> Objects.equals(status.observedGeneration(), generation(copy)));
  }

  private static long generation(ImageCopy copy) {
    return Optional.ofNullable(copy.getMetadata().getGeneration()).orElse(0L);
  }

  private static Optional<News> news(ImageCopyStatus status) {
    return status.completionTime() == null
        ? Optional.empty()
        : Condition.find(status.conditions(), Condition.READY)
            .map(ready ->
                ready.status() == ConditionStatus.True
                    ? News.normal(ready.reason(), ready.message())
                    : News.warning("CopyFailed", ready.message()));
  }

  private static UpdateControl<ImageCopy> expire(
      ImageCopy copy, @Nullable ImageCopyStatus status, Instant now, Context<ImageCopy> context) {
    var ttl = copy.getSpec().ttlSecondsAfterFinished();
    var end = status == null ? null : status.completionTime();
    return Expiry.of(copy.getMetadata(), ttl, end, now).carryOut(copy, context);
  }

  @Override
  public DeleteControl cleanup(ImageCopy copy, Context<ImageCopy> context) {
    return release(copy)
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_TOLD);
  }

  /// Takes everything back from the nodes.
  ///
  /// @return whether all nodes have been told
  boolean release(ImageCopy copy) {
    answers.unsubscribe(copy);
    var session = sessions.remove(copy.getMetadata().getUid());
    return new Withdrawal(members, nodes, shares)
        .of(answers.owner(copy), session == null ? Set.of() : session.told);
  }
}
