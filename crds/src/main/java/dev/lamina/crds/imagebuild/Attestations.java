package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// Digests of the attestations beside the image.
@ApiRecord
public record Attestations(
    @JsonPropertyDescription("Digest of the software bill of materials.") @Nullable String sbom,
    @JsonPropertyDescription("Digest of the provenance.") @Nullable String provenance,
    @JsonPropertyDescription("Digest of the signature.") @Nullable String signature) {}
