package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// Progress in layers, while a single node pulls.
@ApiRecord
public record PullLayers(
    @JsonPropertyDescription("Layers of the images.") @Nullable Integer total,
    @JsonPropertyDescription("Layers that are unpacked.") @Nullable Integer done,
    @JsonPropertyDescription("Bytes that the slowest node has fetched.") @Nullable Long bytes,
    @JsonPropertyDescription("Layers that are unpacked over all layers, for example 7/12.")
        @Nullable String progress) {}
