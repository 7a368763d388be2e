package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A secret for RUN --mount=type=secret.
@ApiRecord
public record BuildSecret(
    @Required @Size(max = 64) @JsonPropertyDescription("The id that the Dockerfile uses.")
        String id,
    @Required
        @Size(max = 253)
        @JsonPropertyDescription("Name of the Secret in the namespace of the ImageBuild.")
        String secretName,
    @Required @Size(max = 253) @JsonPropertyDescription("Key in that Secret.") String key) {}
