package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// The last good state of a failed build, as a root filesystem to look into.
@ApiRecord
public record FailedStep(
    @Required
        @Size(max = 52)
        @JsonPropertyDescription("Name of the ImageBuild in the same namespace.")
        String imageBuild,
    @Required @Min(1) @JsonPropertyDescription("Number of the build that failed.")
        Long buildNumber) {}
