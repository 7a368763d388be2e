package dev.lamina.crds.imageprunepolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.imageprune.PruneKeep;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes, from which nodes, and when.
@ApiRecord
@ValidationRule(
    value = "has(self.schedule) || has(self.disk)",
    message = "nothing would ever run: set schedule, disk or both")
@ValidationRule(
    value = "self.rules.filter(r, has(r.match.buildCache) && r.match.buildCache).size() <= 1",
    message = "rules: at most one for the build cache, for it matches all of that")
@ValidationRule(
    value =
        "type(self.parallelism) == int ? self.parallelism >= 0 :"
            + " self.parallelism.matches('^(100|[1-9]?[0-9])%$')",
    message = "parallelism must be an integer >= 0 or a percentage")
public record ImagePrunePolicySpec(
    @JsonPropertyDescription("Which nodes. Default: all that have an agent.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "When the disk below a node's store is too full: then the rules are applied at once,"
                + " one after the other, until there is room enough again. They are not applied"
                + " more strictly than they say.")
        @Nullable PolicyDisk disk,
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
            "What goes, at most 32 rules in an order: the first whose match fits an image decides"
                + " about it, and no later one. What none fits stays.")
        List<PolicyRule> rules,
    @JsonPropertyDescription("Images that stay whatever the rules say.") @Nullable PruneKeep keep,
    @Size(max = 64)
        @JsonPropertyDescription(
            "When all rules are applied to all nodes, however full they are, as a cron expression"
                + " in UTC such as '*/30 * * * *'. Runs that were missed are one run.")
        @Nullable String schedule,
    @Default("20%")
        @JsonPropertyDescription(
            "How many nodes work at a time, as a number or a percentage; 0 pauses. Default 20%.")
        IntOrString parallelism,
    @Default("false")
        @JsonPropertyDescription(
            "Starts nothing while true, and gives up what runs. Default false.")
        boolean suspend) {
  public ImagePrunePolicySpec {
    rules = Absent.toEmpty(rules);
    parallelism = Absent.to(new IntOrString("20%"), parallelism);
  }
}
