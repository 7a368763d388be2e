package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How often a reason occurred.
@ApiRecord
public record FailureCount(
    @JsonPropertyDescription("The reason in one word.") @Nullable String reason,
    @JsonPropertyDescription("Number of nodes.") @Nullable Integer count,
    @Size(max = 256) @JsonPropertyDescription("One of the messages.") @Nullable String example) {}
