package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// What starts a build apart from a change of the spec.
@ApiRecord
public record BuildTriggers(
    @JsonPropertyDescription("Builds again when the digest of a base image changes.")
        @Nullable BaseImageTrigger baseImage,
    @JsonPropertyDescription("Builds again when spec.source.git.revision points to another commit.")
        @Nullable GitTrigger git) {}
