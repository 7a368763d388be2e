package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// The root filesystem of an image, read-only.
@ApiRecord
public record ImageMount(
    @Required @Size(min = 1, max = 512) @JsonPropertyDescription("Reference of the image.")
        String reference) {}
