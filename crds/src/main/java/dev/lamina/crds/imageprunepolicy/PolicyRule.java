package dev.lamina.crds.imageprunepolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Some images, and which of them go; a rule without limits takes all it matches.
@ApiRecord
@ValidationRule(
    value = "!(has(self.match.buildCache) && self.match.buildCache && has(self.keepLast))",
    message = "keepLast is for images, not for the build cache")
public record PolicyRule(
    @Required @JsonPropertyDescription("What the rule decides about.") PolicyMatch match,
    @Pattern("^([0-9]{1,9}(h|m|s))+$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "Only what is older goes, for example 168h: images that were last pulled or built"
                + " longer ago, build cache that no build has used since.")
        @Nullable String olderThan,
    @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "So many of the newest images of each repository stay, on each node and for each"
                + " namespace.")
        @Nullable Integer keepLast,
    @Pattern("^[0-9]+(\\.[0-9]+)?([kMGTPE]|[KMGTPE]i)?$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "So much of what the rule matches stays on each node, for example 20Gi: the oldest goes"
                + " first, and only until the rest is no larger. Of the build cache counts what no"
                + " image has too.")
        @Nullable String keepBytes) {}
