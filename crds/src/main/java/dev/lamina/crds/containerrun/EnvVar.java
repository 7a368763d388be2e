package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectKey;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// An environment variable.
@ApiRecord
public record EnvVar(
    @Required @Size(max = 256) @JsonPropertyDescription("Name of the variable.") String name,
    @Size(max = 8192)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonPropertyDescription("Its value. Default: empty.")
        @Nullable String value,
    @JsonPropertyDescription("Takes the value from a Secret of this namespace.")
        @Nullable ObjectKey secretKeyRef,
    @JsonPropertyDescription("Takes the value from a ConfigMap of this namespace.")
        @Nullable ObjectKey configMapKeyRef) {}
