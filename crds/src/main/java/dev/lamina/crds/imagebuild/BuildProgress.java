package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// How far the build is.
@ApiRecord
public record BuildProgress(
    @JsonPropertyDescription("Current step over all steps, for example 4/6.") @Nullable String step,
    @JsonPropertyDescription("Number of the current step, from 1.") @Nullable Integer current,
    @JsonPropertyDescription("Number of all steps.") @Nullable Integer total,
    @JsonPropertyDescription(
            "Steps that came from the cache over those that could, for example 1/4.")
        @Nullable String cached,
    @JsonPropertyDescription("The instruction that is executed now.")
        @Nullable String instruction) {}
