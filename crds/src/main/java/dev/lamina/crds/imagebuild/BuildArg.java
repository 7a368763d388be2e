package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A value for an ARG of the Dockerfile.
@ApiRecord
public record BuildArg(
    @Required
        @Size(max = 128)
        @JsonPropertyDescription("Name as in the ARG instruction, for example NODE_ENV.")
        String name,
    @Size(max = 4096)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonPropertyDescription(
            "The value. Not for secrets: build arguments can be read in the image. Default:"
                + " empty.")
        @Nullable String value) {}
