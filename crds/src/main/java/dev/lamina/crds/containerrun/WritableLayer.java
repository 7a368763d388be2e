package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// What the container wrote on top of its image.
@ApiRecord
public record WritableLayer(
    @JsonPropertyDescription("Size for people, for example 96 KiB.") @Nullable String size,
    @JsonPropertyDescription("Size in bytes.") @Nullable Long bytes,
    @JsonPropertyDescription("Files added.") @Nullable Integer added,
    @JsonPropertyDescription("Files changed.") @Nullable Integer changed,
    @JsonPropertyDescription("Files deleted.") @Nullable Integer deleted,
    @JsonPropertyDescription("Most bytes that the container may write, emptyDirs included.")
        @Nullable Long limitBytes,
    @JsonPropertyDescription(
            "How the limit is held. Watched: measured every few seconds, and the container is"
                + " stopped with the reason WritableLayerFull once it has more.")
        @Nullable LimitEnforcement enforcement) {}
