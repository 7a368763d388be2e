package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.imagepull.PullLayers;
import dev.lamina.crds.imagepull.ResolvedImage;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.imagepull.Fleet.Standing;
import dev.lamina.operator.imagepull.PullDecision.Complete;
import dev.lamina.operator.imagepull.PullDecision.Fail;
import dev.lamina.operator.imagepull.PullDecision.Refuse;
import dev.lamina.operator.imagepull.PullDecision.Rest;
import dev.lamina.operator.imagepull.PullDecision.Roll;
import dev.lamina.operator.imagepull.PullDecision.Suspend;
import dev.lamina.operator.imagepull.PullDecision.Wait;
import dev.lamina.operator.status.Expiry;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// From a decision to the status that says so; pure, except that it reads the run as it is now.
final class PullReporter {
  private final Observed observed;
  private final PullRun run;
  private final Fleet fleet;

  private PullReporter(Observed observed) {
    this.observed = observed;
    run = observed.run();
    fleet = run.fleet();
  }

  static ImagePullStatus report(Observed observed, PullDecision decision) {
    var reporter = new PullReporter(observed);
    var before = observed.status();
    return before.isPresent() && decision instanceof Rest
        ? reporter.atRest(before.get())
        : reporter.report(decision);
  }

  /// As before, apart from what a label or an annotation may have changed.
  private ImagePullStatus atRest(ImagePullStatus before) {
    var conditions =
        new ArrayList<>(
            before.conditions().stream()
                .filter(condition -> !condition.type().equals(Expiry.IGNORED))
                .toList());
    ttl(before.completionTime()).stream()
        .map(verdict ->
            verdict.toCondition(before.conditions(), observed.generation(), observed.now()))
        .forEach(conditions::add);
    return before.withConditions(conditions);
  }

  private List<Verdict> ttl(@Nullable Instant end) {
    return switch (observed.expiry(end)) {
      case Expiry.Ignored ignored -> List.of(ignored.verdict());
      case Expiry.In _ -> List.of();
      case Expiry.Never _ -> List.of();
    };
  }

  private ImagePullStatus report(PullDecision decision) {
    var end = completion(decision);
    var conditions =
        health(decision)
            .conditions(observed.conditions(), observed.generation(), observed.now(), ttl(end));
    return new ImagePullStatus(
        observed.generation(),
        observed.started(),
        end,
        round(),
        resolved(),
        fleet.size(),
        fleet.count(Standing.ACTIVE),
        fleet.count(Standing.DONE),
        fleet.count(Standing.FAILED),
        fleet.count(Standing.SKIPPED),
        fleet.count(Standing.UNREACHABLE),
        progress(),
        run.traffic().pulled(),
        run.traffic().total(),
        layers(),
        null,
        run.failures().summary(),
        run.failures().nodes(),
        run.failures().truncated(),
        conditions);
  }

  private Health health(PullDecision decision) {
    return switch (decision) {
      case Refuse refuse -> Health.stalled(refuse.reason(), refuse.message());
      case Suspend _ -> Health.suspended(observed.conditions());
      case Wait wait -> Health.progressing(wait.reason(), wait.message());
      case Roll _ -> Health.progressing(meanwhile(), "RollingOut", rolling());
      case Fail fail -> Health.stalled(fail.reason(), fail.message());
      case Complete complete -> Health.ready("Pulled", complete.message());
      case Rest _ -> Health.ready("Pulled", "");
    };
  }

  /// What was ready stays so as long as nobody knows of anything newer.
  private ConditionStatus meanwhile() {
    var wasReady =
        Condition.find(observed.conditions(), Condition.READY)
            .filter(ready -> Objects.equals(ready.observedGeneration(), observed.generation()))
            .filter(ready -> ready.status() == ConditionStatus.True)
            .isPresent();
    return wasReady && run.isProbing() ? ConditionStatus.True : ConditionStatus.False;
  }

  private @Nullable Instant round() {
    return Optional.ofNullable(run.order().round())
        .or(() -> observed.status().map(ImagePullStatus::lastScheduleTime))
        .orElse(null);
  }

  private String rolling() {
    return "%d of %d nodes, %d active"
        .formatted(fleet.count(Standing.DONE), fleet.size(), fleet.count(Standing.ACTIVE));
  }

  private @Nullable Instant completion(PullDecision decision) {
    return switch (decision) {
      case Complete _ -> observed.ended().orElse(observed.now().truncatedTo(ChronoUnit.SECONDS));
      case Fail _ -> observed.ended().orElse(observed.now().truncatedTo(ChronoUnit.SECONDS));
      case Refuse _ -> null;
      case Rest _ -> null;
      case Suspend _ -> null;
      case Wait _ -> null;
      case Roll _ -> null;
    };
  }

  private List<ResolvedImage> resolved() {
    return run.order().images().stream()
        .filter(run.resolved()::containsKey)
        .map(image -> resolved(image, run.resolved().get(image)))
        .toList();
  }

  private static ResolvedImage resolved(String image, PullRun.@Nullable Resolution resolution) {
    return resolution == null
        ? new ResolvedImage(image, null, null, null)
        : new ResolvedImage(image, resolution.digest(), resolution.sizeBytes(), null);
  }

  private String progress() {
    var done = fleet.count(Standing.DONE);
    if (fleet.size() == 0) {
      return "0%";
    }
    return fleet.size() == 1 && done == 0
        ? progress(onlyNode()) + "%"
        : 100L * done / fleet.size() + "%";
  }

  /// Of a node that is not done: the mean over its images.
  private int progress(String node) {
    var images = Math.max(1, run.order().images().size());
    var percent =
        run.results(node).stream()
            .mapToInt(result -> Objects.requireNonNullElse(result.percent(), 0))
            .sum();
    return Math.min(99, percent / images);
  }

  private String onlyNode() {
    return Stream.of(Standing.values())
        .flatMap(standing -> fleet.nodes(standing).stream())
        .findFirst()
        .orElseThrow();
  }

  /// Of the one node there is.
  private @Nullable PullLayers layers() {
    if (fleet.size() != 1) {
      return null;
    }
    var node = onlyNode();
    int total = 0;
    int done = 0;
    long bytes = 0;
    for (var result : run.results(node)) {
      total += result.layers() == null ? 0 : result.layers();
      done += result.layersDone() == null ? 0 : result.layersDone();
      bytes += result.bytes() == null ? 0 : result.bytes();
    }
    return total == 0 ? null : new PullLayers(total, done, bytes, done + "/" + total);
  }

  /// Whether people have to see the difference at once: more than a number has changed.
  static boolean isStateChange(@Nullable ImagePullStatus before, ImagePullStatus after) {
    return before == null
        || !states(before).equals(states(after))
        || !Objects.equals(before.lastScheduleTime(), after.lastScheduleTime())
        || !before.resolved().equals(after.resolved());
  }

  private static List<String> states(ImagePullStatus status) {
    return status.conditions().stream().map(PullReporter::state).toList();
  }

  private static String state(Condition condition) {
    return condition.type()
        + condition.status()
        + condition.reason()
        + condition.observedGeneration();
  }
}
