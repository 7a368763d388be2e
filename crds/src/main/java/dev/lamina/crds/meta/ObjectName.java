package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A reference to an object of a known kind, by name.
@ApiRecord
public record ObjectName(
    @Required
        @Size(max = 253)
        @JsonPropertyDescription(
            "Name of the object; namespaced kinds are looked up in the namespace of the referring"
                + " object.")
        String name) {}
