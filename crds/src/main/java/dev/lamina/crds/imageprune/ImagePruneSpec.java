package dev.lamina.crds.imageprune;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/// Which images go from which nodes.
@ApiRecord
@ValidationRule(
    value =
        "type(self.parallelism) == int ? self.parallelism >= 0 :"
            + " self.parallelism.matches('^(100|[1-9]?[0-9])%$')",
    message = "parallelism must be an integer >= 0 or a percentage")
public record ImagePruneSpec(
    @Default("true")
        @JsonPropertyDescription(
            "Only say in the status what would go, and how much it would free. Default true.")
        Boolean dryRun,
    @Required
        @JsonPropertyDescription(
            "Which images. References, digests and dangling select, each more images; unused,"
                + " olderThan and labels narrow the selection down, or all images where nothing"
                + " selects.")
        PruneMatch match,
    @JsonPropertyDescription("Images that stay although they match.") @Nullable PruneKeep keep,
    @Default("false")
        @JsonPropertyDescription(
            "Whether the build cache of this namespace goes too. Default false.")
        boolean buildCache,
    @Default("false")
        @JsonPropertyDescription(
            "Also take what is pinned, or what work under way holds. An image that a container uses"
                + " loses its names and stays. Default false.")
        boolean force,
    @JsonPropertyDescription("Which nodes. Default: all that have an agent.")
        @Nullable PruneNodes nodes,
    @Default("20%")
        @JsonPropertyDescription(
            "How many nodes work at a time, as a number or a percentage; 0 pauses. Default 20%.")
        IntOrString parallelism,
    @Min(0)
        @Max(2_592_000)
        @JsonPropertyDescription(
            "Seconds after the end when this object is deleted. Default: never.")
        @Nullable Integer ttlSecondsAfterFinished) {
  public ImagePruneSpec {
    dryRun = Absent.to(true, dryRun);
    parallelism = Absent.to(new IntOrString("20%"), parallelism);
  }
}
