package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A finished build.
@ApiRecord
public record BuildRecord(
    @JsonPropertyDescription("Its number.") @Nullable Long buildNumber,
    @JsonPropertyDescription("Succeeded, Failed or Cancelled.") @Nullable BuildResult result,
    @JsonPropertyDescription("Reason of the failure.") @Nullable String reason,
    @JsonPropertyDescription("Digest of the image it made.") @Nullable String digest,
    @JsonPropertyDescription("How long it took, for example 18s.") @Nullable String duration,
    @JsonPropertyDescription("When it ended.") @Nullable Instant finishedAt,
    @JsonPropertyDescription(
            "What started it: Created, SpecChanged, RebuildRequested, BaseImageChanged or"
                + " GitRevisionChanged.")
        @Nullable String trigger) {}
