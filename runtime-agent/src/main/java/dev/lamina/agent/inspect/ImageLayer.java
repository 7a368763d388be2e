package dev.lamina.agent.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import org.jspecify.annotations.Nullable;

/// A layer of an image, as it is stored and as it is unpacked.
///
/// @param size bytes of the blob
/// @param unpackedSize sum of the sizes of its files; absent while it is not unpacked
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageLayer(
    @JsonProperty("Digest") Digest digest,
    @JsonProperty("MediaType") String mediaType,
    @JsonProperty("Size") long size,
    @JsonProperty("DiffId") DiffId diffId,
    @JsonProperty("ChainId") ChainId chainId,
    @JsonProperty("UnpackedSize") @Nullable Long unpackedSize) {}
