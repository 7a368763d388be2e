package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A reference to one key of a Secret or ConfigMap.
@ApiRecord
public record ObjectKey(
    @Required @Size(max = 253) @JsonPropertyDescription("Name of the object.") String name,
    @Required @Size(max = 253) @JsonPropertyDescription("Key in its data.") String key) {}
