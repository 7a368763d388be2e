package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// The image made of the writable layer.
@ApiRecord
public record CommittedImage(
    @JsonPropertyDescription("Its reference.") @Nullable String image,
    @JsonPropertyDescription("Digest of its manifest.") @Nullable String digest,
    @JsonPropertyDescription("DiffID of the new layer.") @Nullable String layer,
    @JsonPropertyDescription("Unpacked size of the new layer in bytes.") @Nullable Long bytes) {}
