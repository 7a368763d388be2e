package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/// What a reference was resolved to.
@ApiRecord
public record ResolvedImage(
    @Required @JsonPropertyDescription("Reference as in spec.images.") String image,
    @JsonPropertyDescription("Digest that every node gets.") @Nullable String digest,
    @JsonPropertyDescription("Compressed size in bytes.") @Nullable Long sizeBytes,
    @JsonPropertyDescription("TrustPolicy that accepted it.") @Nullable String verifiedBy) {}
