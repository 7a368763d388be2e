package dev.lamina.agent.task.store;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.task.cluster.Backoff;
import dev.lamina.agent.task.cluster.PersistentApi.Pause;
import dev.lamina.agent.task.work.Findings;
import dev.lamina.agent.task.work.InlineAttempt;
import dev.lamina.agent.task.work.Interruption;
import dev.lamina.agent.task.work.Interruption.Cause;
import dev.lamina.agent.task.work.Interruption.Timer;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.OwnerTenant;
import dev.lamina.agent.task.work.Progress;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.task.work.Stopping;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.agent.task.work.Work;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.agent.transfer.push.PushRequest;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PruneResult;
import dev.lamina.crds.imagenode.PruneResult.PrunedImage;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One assignment about images that are here, from its arguments to its end.
public final class StoreTask implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTask.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final Assignment assignment;
  private final SealedCredentials credentials;
  private final WorkContext context;
  private final StoreWork store;
  private final Pause pause;
  private final Interruption interruption = new Interruption();

  public StoreTask(
      Assignment assignment,
      SealedCredentials credentials,
      WorkContext context,
      StoreWork store,
      Pause pause) {
    this.assignment = assignment;
    this.credentials = credentials;
    this.context = context;
    this.store = store;
    this.pause = pause;
  }

  /// How it ended well.
  private record End(@Nullable Digest digest, @Nullable Long bytes, Findings findings) {
    static End of(Digest digest) {
      return new End(digest, null, Findings.NONE);
    }

    Progress progress() {
      return new Progress(digest == null ? null : digest.toString(), bytes, null, null, null, 0);
    }
  }

  @Override
  public void want(Wanted wanted) {
    switch (wanted) {
      case CANCELLED -> interruption.request(Cause.CANCELLED);
      case VANISHED -> interruption.request(Cause.VANISHED);
      case DONE, STOPPED -> {} // nothing that it is not doing anyway
    }
  }

  @Override
  public void run() throws InterruptedException {
    var subject = assignment.image() == null ? "images" : assignment.image();
    var attempt = new InlineAttempt(assignment, subject, context);
    End end;
    try {
      end = interruption.guard(() -> execute(attempt));
    } catch (RuntimeException e) {
      giveUp(e, attempt);
      return;
    }
    attempt.end(Outcome.COMPLETED, end.progress(), end.findings());
  }

  private End execute(InlineAttempt attempt) {
    if (assignment.stop()) {
      throw new AgentException(
          FailureReason.NotSupported, "field stop of a " + assignment.op() + " is not supported");
    }
    attempt.begin();
    var attempts = Math.max(1, Objects.requireNonNullElse(assignment.attempts(), 1));
    for (int number = 1; ; number++) {
      try {
        return executeOnce();
      } catch (AgentException e) {
        if (number >= attempts || !e.reason().retryable() || isGivenUp()) {
          throw e;
        }
        waitAfter(e, number, attempt);
      }
    }
  }

  private End executeOnce() {
    try (var _ = timer()) {
      return switch (assignment.op()) {
        case Tag -> End.of(store.tag(OwnerTenant.of(assignment), image(), target()));
        case Push -> End.of(store.push(push()));
        case Remove -> remove();
        case Prune -> RetentionOrder.isMeant(assignment) ? retain() : prune();
        case Inspect -> inspect();
        case Pull, Build, Run -> throw new IllegalArgumentException("not about the store");
      };
    }
  }

  private PushRequest push() {
    var target = assignment.target();
    return PushRequest.of(
        OwnerTenant.of(assignment),
        image(),
        target == null ? null : Reference.parse(target),
        access());
  }

  private End remove() {
    var digest = assignment.digest();
    var image = digest == null ? image() : digest;
    var removed = store.remove(OwnerTenant.of(assignment), image, assignment.force());
    var entry =
        new PrunedImage(removed.digest().toString(), removed.names(), null, removed.isDeleted());
    var result = new PruneResult(1, removed.isDeleted() ? 1 : 0, List.of(entry), null);
    return new End(removed.digest(), removed.bytes(), new Findings(null, result));
  }

  private End prune() {
    var order = PruneOrder.of(assignment, context.clock().instant());
    var tenants =
        assignment.tenant() == null ? store.tenants() : List.of(OwnerTenant.of(assignment));
    var ends =
        tenants.stream()
            .map(tenant -> store.prune(tenant, order.rules(), order.isDryRun()))
            .toList();
    var bytes = ends.stream().mapToLong(end -> end.reclaimedBytes()).sum();
    return new End(null, bytes, new Findings(null, PruneOrder.result(ends)));
  }

  private End retain() {
    var order = RetentionOrder.of(assignment, context.clock().instant());
    var end = store.retain(order.rules(), order.wanted(), order.isDryRun());
    return new End(null, end.bytes(), new Findings(null, RetentionOrder.result(end)));
  }

  /// It only looks at what every namespace that has the image may see: no name is used.
  private End inspect() {
    var documents = store.documents(tenant(), image());
    var longest = Math.max(documents.manifest().length(), documents.config().length());
    if (longest > ImageFacts.LONGEST_DOCUMENT) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "a document of the image has %d characters, a result holds %d"
              .formatted(longest, ImageFacts.LONGEST_DOCUMENT));
    }
    var facts =
        new ImageFacts(
            documents.manifest(),
            documents.config(),
            documents.unpackedBytes(),
            PackageReport.of(() -> store.packages(tenant(), image())));
    return new End(null, null, new Findings(facts, null));
  }

  private Tenant tenant() {
    return new Tenant(required(assignment.tenant(), "tenant"));
  }

  private String image() {
    return required(assignment.image(), "image");
  }

  private String target() {
    return required(assignment.target(), "target");
  }

  private String required(@Nullable String value, String field) {
    if (value == null) {
      throw new AgentException(
          FailureReason.InvalidArgument, assignment.op() + " assignment: no " + field);
    }
    return value;
  }

  private RegistryAccess access() {
    var name = assignment.cred();
    return name == null
        ? RegistryAccess.ANONYMOUS
        : new RegistryAccess(
            credentials.open(name, required(assignment.owner(), "owner")), false, null);
  }

  private Timer timer() {
    var seconds = assignment.timeoutSeconds();
    return seconds == null || seconds <= 0
        ? () -> {}
        : interruption.requestAfter(Duration.ofSeconds(seconds), Cause.DEADLINE);
  }

  private void waitAfter(AgentException failure, int tries, InlineAttempt attempt) {
    LOG.info("{}, try {}: {}", assignment.op(), tries, failure.getMessage());
    attempt.show(Outcome.waiting(failure.reason().name(), failure.getMessage()), Progress.NONE);
    try {
      pause.pause(BACKOFF.after(tries - 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "waiting for the next try", e);
    }
  }

  private boolean isGivenUp() {
    return interruption.cause() != null || Thread.currentThread().isInterrupted();
  }

  private void giveUp(RuntimeException failure, InlineAttempt attempt) throws InterruptedException {
    switch (interruption.cause()) {
      case null -> fail(known(failure), attempt);
      case VANISHED -> attempt.abandon();
      case CANCELLED -> attempt.end(Outcome.CANCELLED, Progress.NONE);
      case DEADLINE ->
          fail(
              new AgentException(
                  FailureReason.DeadlineExceeded,
                  "it did not end within %d s".formatted(assignment.timeoutSeconds()),
                  failure),
              attempt);
    }
  }

  private void fail(AgentException failure, InlineAttempt attempt) throws InterruptedException {
    Stopping.rethrow(failure);
    var isGone = failure.reason() == FailureReason.ImageNotFound;
    var outcome =
        isGone && assignment.op() == Operation.Remove
            ? new Outcome(ResultState.Skipped, failure.reason().name(), failure.getMessage())
            : Outcome.failed(failure);
    attempt.end(outcome, Progress.NONE);
  }

  private AgentException known(RuntimeException failure) {
    if (failure instanceof AgentException known) {
      return known;
    }
    LOG.error("{} {}", assignment.op(), assignment.image(), failure);
    return new AgentException(
        FailureReason.InternalError, assignment.op() + ": " + failure, failure);
  }
}
