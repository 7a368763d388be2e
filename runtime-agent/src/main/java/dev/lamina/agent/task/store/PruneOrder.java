package dev.lamina.agent.task.store;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.Prune.Pruned;
import dev.lamina.agent.gc.Prune.Removal;
import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.PruneArguments;
import dev.lamina.crds.imagenode.PruneResult;
import dev.lamina.crds.imagenode.PruneResult.PrunedImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// A Prune assignment as the rules of a prune, and its end as the API tells it.
record PruneOrder(PruneRules rules, boolean isDryRun) {
  /// Reads the arguments.
  ///
  /// @throws AgentException `InvalidArgument` naming what cannot be
  static PruneOrder of(Assignment assignment, Instant now) {
    var arguments = assignment.prune();
    if (arguments == null) {
      throw new AgentException(FailureReason.InvalidArgument, "Prune assignment: no arguments");
    }
    var selects = !arguments.references().isEmpty() || !arguments.digests().isEmpty();
    var rules =
        new PruneRules(
            patterns(arguments.references()),
            digests(arguments),
            arguments.dangling() || !(selects || arguments.all()),
            arguments.buildCache(),
            assignment.force(),
            limits(arguments, now),
            new PruneRules.Keep(
                patterns(arguments.keep()),
                arguments.keepLabels(),
                Objects.requireNonNullElse(arguments.lastPerRepository(), 0)));
    return new PruneOrder(rules, arguments.dryRun());
  }

  private static PruneRules.Limits limits(PruneArguments arguments, Instant now) {
    var age = arguments.olderThanSeconds();
    var storedBefore = age == null ? null : now.minusSeconds(age);
    return new PruneRules.Limits(null, storedBefore, arguments.labels(), Map.of());
  }

  static List<NamePattern> patterns(List<String> texts) {
    return texts.stream().map(NamePattern::new).toList();
  }

  private static Set<Digest> digests(PruneArguments arguments) {
    return arguments.digests().stream().map(PruneOrder::digest).collect(Collectors.toSet());
  }

  private static Digest digest(String text) {
    if (!Digest.isDigest(text)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "Prune assignment: '" + text + "' is not a digest");
    }
    return Digest.parse(text);
  }

  /// What the result of an assignment says of it.
  static PruneResult result(List<Pruned> ends) {
    var removals = ends.stream().flatMap(end -> end.removals().stream()).toList();
    var images =
        removals.stream().collect(Collectors.groupingBy(removal -> removal.image().digest()));
    return new PruneResult(
        images.size(),
        (int)
            images.values().stream()
                .filter(same -> same.stream().anyMatch(Removal::isDeleted))
                .count(),
        images.values().stream().limit(PruneResult.MOST).map(PruneOrder::image).toList(),
        null);
  }

  /// What several tenants lose of one image is one entry.
  private static PrunedImage image(List<Removal> same) {
    var image = same.getFirst().image();
    return new PrunedImage(
        image.digest().toString(),
        same.stream()
            .flatMap(removal -> removal.names().stream())
            .map(Reference::toString)
            .distinct()
            .sorted()
            .limit(PrunedImage.MOST_NAMES)
            .toList(),
        image.bytes(),
        same.stream().anyMatch(Removal::isDeleted));
  }
}
