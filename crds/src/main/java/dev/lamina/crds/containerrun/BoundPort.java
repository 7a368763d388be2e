package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// A published port, as it is on the node.
@ApiRecord
public record BoundPort(
    @JsonPropertyDescription("Port inside the container.") @Nullable Integer containerPort,
    @JsonPropertyDescription("Port on the node.") @Nullable Integer hostPort,
    @JsonPropertyDescription("TCP or UDP.") @Nullable String protocol,
    @JsonPropertyDescription("Where it can be reached, for example '10.0.3.17:33333'.")
        @Nullable String address) {}
