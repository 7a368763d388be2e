package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// What the sources turned out to be.
@ApiRecord
public record SourceRevision(
    @JsonPropertyDescription("The git commit that was built.") @Nullable String revision,
    @JsonPropertyDescription("Digest of the build context.") @Nullable String contextDigest) {}
