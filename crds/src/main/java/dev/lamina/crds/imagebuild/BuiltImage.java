package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A name the finished image got.
@ApiRecord
public record BuiltImage(
    @JsonPropertyDescription("Reference in full form.") @Nullable String ref,
    @JsonPropertyDescription("Digest of the manifest.") @Nullable String digest,
    @JsonPropertyDescription("When it was pushed; absent if it only stays on the node.")
        @Nullable Instant pushedAt) {}
