package dev.lamina.crds.imagerecord;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One layer of an image.
@ApiRecord
public record RecordedLayer(
    @Size(max = 80) @JsonPropertyDescription("Digest of the blob, as registries know it.")
        String digest,
    @Size(max = 80) @JsonPropertyDescription("Digest of the uncompressed layer.")
        @Nullable String diffID,
    @Size(max = 128) @JsonPropertyDescription("Media type of the blob.") @Nullable String mediaType,
    @JsonPropertyDescription("Bytes of the blob.") @Nullable Long bytes,
    @JsonPropertyDescription("Bytes of its files.") @Nullable Long unpackedBytes,
    @Size(max = 1024) @JsonPropertyDescription("The instruction that made it.")
        @Nullable String createdBy) {}
