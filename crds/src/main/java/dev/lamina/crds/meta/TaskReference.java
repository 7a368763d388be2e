package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import org.jspecify.annotations.Nullable;

/// The NodeTask that does the work at present.
@ApiRecord
public record TaskReference(
    @JsonPropertyDescription("Name of the NodeTask, in the same namespace.") @Nullable String name,
    @JsonPropertyDescription("UID of the NodeTask.") @Nullable String uid) {}
