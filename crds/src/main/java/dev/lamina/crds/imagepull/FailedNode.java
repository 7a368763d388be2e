package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A node that could not pull.
@ApiRecord
public record FailedNode(
    @JsonPropertyDescription("Name of the node.") @Nullable String node,
    @JsonPropertyDescription("The image.") @Nullable String image,
    @JsonPropertyDescription("The reason in one word.") @Nullable String reason,
    @Size(max = 256) @JsonPropertyDescription("What happened.") @Nullable String message) {}
