package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// An image that FROM named, and what it was at the time.
@ApiRecord
public record BaseImage(
    @JsonPropertyDescription("Reference as the Dockerfile has it, in full form.")
        @Nullable String ref,
    @JsonPropertyDescription("Digest it was resolved to.") @Nullable String digest) {}
