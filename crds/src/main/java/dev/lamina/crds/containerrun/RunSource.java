package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/// A root filesystem that is not an image with a name.
@ApiRecord
public record RunSource(
    @Required @JsonPropertyDescription("The state in which a failed build left its last good step.")
        @Nullable FailedStep failedStep) {}
