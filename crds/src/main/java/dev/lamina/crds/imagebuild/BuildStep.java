package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One instruction of the build.
@ApiRecord
public record BuildStep(
    @Required @JsonPropertyDescription("Number of the step, in the order of the build.") String id,
    @Size(max = 200)
        @JsonPropertyDescription("The instruction as the Dockerfile has it, cut at 200 characters.")
        @Nullable String instruction,
    @JsonPropertyDescription("Waiting, Running, Succeeded, Failed or Cancelled.")
        @Nullable StepState state,
    @JsonPropertyDescription("Whether the result came from the cache.") boolean cached,
    @JsonPropertyDescription("How long it took, in milliseconds.") @Nullable Long millis,
    @JsonPropertyDescription("DiffID of the layer it made; absent if it made none.")
        @Nullable String layer,
    @JsonPropertyDescription("Unpacked size of that layer, in bytes.") @Nullable Long bytes) {}
