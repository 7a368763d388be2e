package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Prune assignment may remove; images that a container uses stay unless it is forced.
@ApiRecord
public record PruneArguments(
    @JsonPropertyDescription(
            "Also images with a name, not only dangling ones; without effect beside references,"
                + " digests or dangling.")
        boolean all,
    @JsonPropertyDescription("Also the build cache.") boolean buildCache,
    @JsonPropertyDescription("Only says what would go.") boolean dryRun,
    @Min(0) @JsonPropertyDescription("Only what was not used for so many seconds.")
        @Nullable Long olderThanSeconds,
    @Size(max = 64) @JsonPropertyDescription("References, with * as wildcard, that stay.")
        List<@Size(max = 512) String> keep,
    @Size(max = 64) @JsonPropertyDescription("Names that go, with * as wildcard.")
        List<@Size(max = 512) String> references,
    @Size(max = 256) @JsonPropertyDescription("Digests or image IDs that go.")
        List<@Size(max = 80) String> digests,
    @JsonPropertyDescription("Images without a name, beside references and digests.")
        boolean dangling,
    @JsonPropertyDescription("Only images with these labels; an empty value fits any.")
        Map<String, String> labels,
    @JsonPropertyDescription("Images with one of these labels stay; an empty value fits any.")
        Map<String, String> keepLabels,
    @Min(0) @JsonPropertyDescription("So many of the newest images of each repository stay.")
        @Nullable Integer lastPerRepository,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Rules of a policy in their order, for the images of everybody: the first that matches"
                + " decides. With them only dryRun, keep, keepLabels, lastPerRepository and until"
                + " count.")
        List<PruneRule> rules,
    @JsonPropertyDescription("With rules: where to stop. Absent = rules take all they can.")
        @Nullable PruneUntil until) {
  public PruneArguments {
    keep = Absent.toEmpty(keep);
    references = Absent.toEmpty(references);
    digests = Absent.toEmpty(digests);
    labels = Absent.toEmpty(labels);
    keepLabels = Absent.toEmpty(keepLabels);
    rules = Absent.toEmpty(rules);
  }

  /// What rules in an order may remove.
  public static PruneArguments ofRules(
      List<PruneRule> rules,
      List<String> keep,
      Map<String, String> keepLabels,
      @Nullable Integer lastPerRepository,
      @Nullable PruneUntil until) {
    return new PruneArguments(
        false,
        false,
        false,
        null,
        keep,
        List.of(),
        List.of(),
        false,
        Map.of(),
        keepLabels,
        lastPerRepository,
        rules,
        until);
  }
}
