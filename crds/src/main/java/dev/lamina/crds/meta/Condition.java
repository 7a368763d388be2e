package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A condition as the Kubernetes API conventions define it.
@ApiRecord
public record Condition(
    @Required
        @Size(max = 316)
        @JsonPropertyDescription("What this condition is about, for example Ready.")
        String type,
    @Required
        @JsonPropertyDescription("Whether the condition holds; Unknown if that cannot be told now.")
        ConditionStatus status,
    @Min(0) @JsonPropertyDescription("The metadata.generation this was decided for.")
        @Nullable Long observedGeneration,
    @Required @JsonPropertyDescription("When status last changed.") Instant lastTransitionTime,
    @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription(
            "Why, in one CamelCase word that programs may match on, for example BuildSucceeded.")
        String reason,
    @Required
        @Size(max = 32768)
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @JsonPropertyDescription("Why, in a sentence for people; may be empty.")
        String message) {

  public static final String READY = "Ready";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";
  public static final String SUCCEEDED = "Succeeded";

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
