package dev.lamina.crds.registryconfig;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A Secret anywhere in the cluster.
@ApiRecord
public record SecretReference(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Namespace of the Secret.")
        String namespace,
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of the Secret, of type kubernetes.io/dockerconfigjson.")
        String name) {}
