package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// How many assignments are where.
@ApiRecord
public record WorkCounts(
    @JsonPropertyDescription("Accepted, not started.") @Nullable Integer waiting,
    @JsonPropertyDescription("Running now.") @Nullable Integer running,
    @JsonPropertyDescription("Ended well and still listed.") @Nullable Integer succeeded,
    @JsonPropertyDescription("Failed and still listed.") @Nullable Integer failed) {}
