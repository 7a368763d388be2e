package dev.lamina.operator.imageprune;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PruneArguments;
import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprune.ImagePruneSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an ImagePrune asks of every node; pure.
final class PruneAssignment {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})([hms])");
  private static final Map<String, Long> SECONDS = Map.of("h", 3600L, "m", 60L, "s", 1L);

  private PruneAssignment() {}

  /// @param owner as the assignment names it
  static Assignment of(ImagePrune prune, String owner) {
    var metadata = prune.getMetadata();
    var generation = Optional.ofNullable(metadata.getGeneration()).orElse(0L);
    return Assignment.inline(
        AssignmentId.of('q', metadata.getUid(), generation, "prune"),
        Operation.Prune,
        owner,
        metadata.getNamespace(),
        null,
        null,
        prune.getSpec().force(),
        arguments(prune.getSpec()));
  }

  private static PruneArguments arguments(ImagePruneSpec spec) {
    var match = spec.match();
    var keep = spec.keep();
    return new PruneArguments(
        !match.dangling(),
        spec.buildCache(),
        spec.dryRun(),
        seconds(match.olderThan()),
        keep == null ? List.of() : keep.references(),
        match.references(),
        match.digests(),
        match.dangling(),
        match.labels(),
        keep == null ? Map.of() : keep.labels(),
        keep == null ? null : keep.lastPerRepository(),
        List.of(),
        null);
  }

  /// The seconds of `168h` or `1h30m`.
  static @Nullable Long seconds(@Nullable String duration) {
    if (duration == null) {
      return null;
    }
    var part = PART.matcher(duration);
    long seconds = 0;
    while (part.find()) {
      seconds += Long.parseLong(part.group(1)) * SECONDS.getOrDefault(part.group(2), 0L);
    }
    return seconds;
  }
}
