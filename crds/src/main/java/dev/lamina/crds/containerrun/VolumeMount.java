package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A named directory of the node that outlives the container.
@ApiRecord
public record VolumeMount(
    @Required
        @Size(max = 63)
        @JsonPropertyDescription("Name of the volume; made when it does not exist.")
        String name) {}
