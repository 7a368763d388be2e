package dev.lamina.crds.image;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the nodes hold under a name.
@ApiRecord
public record ImageStatus(
    @Size(max = 512)
        @JsonPropertyDescription(
            "The complete name, for example docker.io/library/alpine:3.20; absent for an image"
                + " without a name.")
        @Nullable String reference,
    @Size(max = 512)
        @JsonPropertyDescription("The name without its tag, as docker images shows it, or <none>.")
        String repository,
    @Size(max = 128) @JsonPropertyDescription("The tag, or <none>.") String tag,
    @Size(max = 80)
        @JsonPropertyDescription(
            "Digest of the manifest that the name stands for; its ImageRecord has the same digest"
                + " as name.")
        String digest,
    @Size(max = 80) @JsonPropertyDescription("The image ID: digest of the config.")
        @Nullable String imageID,
    @Size(max = 12) @JsonPropertyDescription("The first 12 digits of the image ID.")
        @Nullable String shortID,
    @JsonPropertyDescription("When the image was made, as it says itself.")
        @Nullable Instant created,
    @JsonPropertyDescription("Unpacked size in bytes.") @Nullable Long sizeBytes,
    @JsonPropertyDescription("Unpacked size, for example 72.8MB.") @Nullable String size,
    @JsonPropertyDescription(
            "Bytes that only this image uses on a node; of the node where that is most.")
        @Nullable Long uniqueBytes,
    @JsonPropertyDescription("uniqueBytes for people.") @Nullable String uniqueSize,
    @JsonPropertyDescription("Number of nodes where the name stands for this digest.")
        @Nullable Integer nodes,
    @JsonPropertyDescription("Number of nodes where the name stands for another, older image.")
        @Nullable Integer outdatedNodes,
    @JsonPropertyDescription("Containers of this namespace that were made of the image.")
        @Nullable Integer containers) {}
