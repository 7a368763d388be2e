package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// The result of other work as a named build context.
@ApiRecord
public record ContextFrom(
    @Required
        @Size(max = 52)
        @JsonPropertyDescription(
            "Name of an ImageBuild in the same namespace; this build waits until it is ready.")
        String imageBuild) {}
