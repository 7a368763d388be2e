package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// When the agent cleans its store by itself.
@ApiRecord
public record StorePolicy(
    @Min(1)
        @Max(100)
        @JsonPropertyDescription("Use of the disk, in percent, at which cleaning starts.")
        @Nullable Integer highPercent,
    @Min(1)
        @Max(100)
        @JsonPropertyDescription("Use of the disk, in percent, at which cleaning stops.")
        @Nullable Integer lowPercent,
    @JsonPropertyDescription("Space that should stay free, for example 10Gi.")
        @Nullable String minFree,
    @Min(0) @JsonPropertyDescription("Days an unused image stays.") @Nullable Integer keepDays) {}
