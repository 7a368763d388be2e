package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.imagepull.ResolvedImage;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.imagepull.Fleet.Standing;
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One ImagePull between its reconciliations: its run, and the shares it has left with the
/// dispatcher. Used by one thread at a time.
final class PullSession {
  /// A node whose agent is silent for longer has failed.
  private static final Duration LOST_FOR_GOOD = Duration.ofMinutes(5);

  private final Members members;
  private final Nodes nodes;
  private final Shares shares;
  private final Set<String> touched = new HashSet<>();
  private final Set<String> given = new HashSet<>();
  private PullRun run;
  private Keyring keyring;
  private Set<String> missing = Set.of();
  private boolean isNew = true;
  private List<String> pinned = List.of();

  private final PullNews news = new PullNews();

  @Nullable Instant reported;

  PullSession(Members members, Nodes nodes, Shares shares, PullOrder order) {
    this.members = members;
    this.nodes = nodes;
    this.shares = shares;
    run = PullRun.of(order);
    keyring = new Keyring(order.owner());
  }

  PullRun run() {
    return run;
  }

  PullNews news() {
    return news;
  }

  Set<String> missing() {
    return missing;
  }

  void use(Keyring changed) {
    keyring = changed;
  }

  /// Whether nodes have to be asked yet.
  boolean isWaiting() {
    return run.fleet().count(Standing.WAITING) > 0;
  }

  /// Takes in what has happened since the last time.
  ///
  /// @param podNodes nodes that run a Pod of the pod selector, if there is one; absent = they are
  ///   not known yet, and the targets stay as they are
  void observe(
      ImagePull pull,
      PullOrder order,
      Set<String> mail,
      @Nullable Set<String> podNodes,
      Instant now) {
    if (!order.equals(run.order())) {
      run = run.next(order);
      touched.addAll(given);
      news.beginAgain();
    }
    if (podNodes == null) {
      return;
    }
    target(pull.getSpec(), podNodes);
    if (isNew) {
      restore(pull, now);
      isNew = false;
    }
    mail.forEach(this::read);
    watch(now);
  }

  private void target(ImagePullSpec spec, Set<String> podNodes) {
    var targets =
        Targets.of(
            spec.nodes(), usable(spec), node -> run.fleet().standing(node).isPresent(), podNodes);
    Stream.of(Standing.values())
        .flatMap(standing -> run.fleet().nodes(standing).stream())
        .filter(node -> !targets.nodes().contains(node))
        .forEach(touched::add);
    missing = targets.missing();
    run.target(targets.nodes());
  }

  private List<Member> usable(ImagePullSpec spec) {
    return members.members().stream()
        .filter(member -> spec.pullSecretRefs().isEmpty() || member.sealingKey() != null)
        .toList();
  }

  /// What a former operator has left in ImageNodes and in the status.
  private void restore(ImagePull pull, Instant now) {
    var status = Optional.ofNullable(pull.getStatus());
    var before = status.map(ImagePullStatus::lastScheduleTime).orElse(null);
    var isSameRound = Objects.equals(before, run.order().round());
    var resolved = status.map(ImagePullStatus::resolved).orElse(List.of());
    if (isSameRound && run.order().resolvesOnce()) {
      resolved.forEach(this::restore);
    }
    for (var node : members.imageNodes()) {
      restore(node, now);
      if (wasDone(pull, node)) {
        resolved.forEach(image -> run.restoreHeld(name(node), image.image(), image.digest()));
        if (isSameRound) {
          run.restoreDone(name(node));
        }
      }
    }
  }

  private void restore(ResolvedImage image) {
    if (image.digest() != null) {
      run.resolve(image.image(), new PullRun.Resolution(image.digest(), image.sizeBytes()));
    }
  }

  private void restore(ImageNode node, Instant now) {
    var listed = listed(node);
    if (!listed.isEmpty()) {
      var name = name(node);
      run.restore(name, listed, now);
      read(name);
      touched.add(name);
    }
  }

  /// A status that says so for all nodes says it for those that existed then.
  private static boolean wasDone(ImagePull pull, ImageNode node) {
    var status = pull.getStatus();
    var created = node.getMetadata().getCreationTimestamp();
    if (status == null) {
      return false;
    }
    var end = status.completionTime();
    return end != null
        && created != null
        && Objects.equals(status.observedGeneration(), pull.getMetadata().getGeneration())
        && Objects.equals(status.succeeded(), status.desired())
        && Instant.parse(created).isBefore(end);
  }

  private static String name(ImageNode node) {
    return node.getMetadata().getName();
  }

  private List<Assignment> listed(ImageNode node) {
    return node.getSpec() == null
        ? List.of()
        : node.getSpec().assignments().stream()
            .filter(entry -> run.order().owner().equals(entry.owner()))
            .toList();
  }

  private void read(String node) {
    for (var result : results(node)) {
      if (run.result(node, result) && result.isFinal()) {
        touched.add(node);
      }
    }
  }

  private List<AssignmentResult> results(String node) {
    return members
        .imageNode(node)
        .map(ImageNode::getStatus)
        .map(status -> status.results())
        .orElse(List.of());
  }

  private void watch(Instant now) {
    for (var standing : List.of(Standing.ACTIVE, Standing.UNREACHABLE)) {
      for (var node : List.copyOf(run.fleet().nodes(standing))) {
        var since = run.since(node).orElse(now);
        if (Liveness.isLost(node, since, nodes, now)) {
          lost(node, since, now);
        } else {
          run.found(node);
        }
      }
    }
  }

  private void lost(String node, Instant since, Instant now) {
    run.lost(node);
    var lastSign = nodes.lastSignOfLife(node);
    var silentSince = lastSign.isAfter(since) ? lastSign : since;
    if (silentSince.plus(LOST_FOR_GOOD).isBefore(now)) {
      run.fail(node, "AgentLost", "the agent does not answer");
      touched.add(node);
    }
  }

  void startWave(Wave wave, Instant now) {
    var asked = run.startWave(wave, keyring, now);
    news.asked(asked.size());
    touched.addAll(asked);
  }

  /// Gives up what is still open.
  void giveUp(String reason, String message) {
    for (var standing : List.of(Standing.ACTIVE, Standing.UNREACHABLE)) {
      for (var node : List.copyOf(run.fleet().nodes(standing))) {
        run.fail(node, reason, message);
        touched.add(node);
      }
    }
  }

  /// Leaves the shares of those nodes with the dispatcher whose work has changed.
  void dispatch(ImagePullSpec spec) {
    for (var node : touched) {
      shares.put(run.order().owner(), node, share(node, spec));
      given.add(node);
    }
    touched.clear();
  }

  private Share share(String node, ImagePullSpec spec) {
    var assignments = run.assignments(node);
    return new Share(
        assignments,
        assignments.stream()
            .map(Assignment::cred)
            .filter(Objects::nonNull)
            .distinct()
            .flatMap(id -> seal(id, node).stream())
            .toList(),
        spec.pin() ? pins(node) : List.of(),
        finished(node));
  }

  private Optional<SealedValue> seal(String id, String node) {
    return members
        .imageNode(node)
        .map(ImageNode::getStatus)
        .map(status -> status.agent())
        .map(agent -> agent.sealingKey())
        .flatMap(key -> keyring.seal(id, key, new SealingContext(run.order().owner(), node)));
  }

  private List<String> pins(String node) {
    var isPinned =
        run.fleet()
            .standing(node)
            .filter(standing -> standing != Standing.FAILED && standing != Standing.SKIPPED)
            .isPresent();
    return isPinned ? pinned() : List.of();
  }

  /// What was pinned before stays so until all tags are known again: a node must not lose the image
  /// that it has for the sake of one that it does not have.
  private List<String> pinned() {
    var wanted = run.isProbing() ? Stream.concat(digests(), pinned.stream()) : digests();
    pinned = wanted.distinct().toList();
    return pinned;
  }

  private Stream<String> digests() {
    return run.resolved().values().stream().map(PullRun.Resolution::digest).distinct();
  }

  private Set<String> finished(String node) {
    var ended = new HashSet<String>();
    results(node).stream()
        .filter(AssignmentResult::isFinal)
        .map(AssignmentResult::id)
        .forEach(ended::add);
    return ended;
  }

  /// Takes everything back, also what a former operator wrote.
  ///
  /// @return whether all nodes have been told
  boolean release(ImagePull pull) {
    var pins = pull.getSpec().pin() ? pinned(pull) : List.<String>of();
    for (var node : members.imageNodes()) {
      var name = name(node);
      if (!listed(node).isEmpty() || holds(node, pins)) {
        given.add(name);
        shares.put(run.order().owner(), name, new Share(List.of(), List.of(), pins, Set.of()));
      }
    }
    given.forEach(node -> shares.put(run.order().owner(), node, Share.NONE));
    return given.stream().allMatch(node -> !nodes.exists(node) || shares.isWritten(node));
  }

  private static boolean holds(ImageNode node, List<String> pins) {
    return node.getSpec() != null && node.getSpec().pins().stream().anyMatch(pins::contains);
  }

  private static List<String> pinned(ImagePull pull) {
    return Optional.ofNullable(pull.getStatus())
        .map(ImagePullStatus::resolved)
        .orElse(List.of())
        .stream()
        .flatMap(image -> Optional.ofNullable(image.digest()).stream())
        .toList();
  }
}
