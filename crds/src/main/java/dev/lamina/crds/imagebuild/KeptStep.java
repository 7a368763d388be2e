package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The state before the step that failed, for a while.
@ApiRecord
public record KeptStep(
    @JsonPropertyDescription("The image of this namespace that has it, on the node of the build.")
        @Nullable String image,
    @JsonPropertyDescription(
            "When it goes; sooner if this object is deleted or the node builds it again.")
        @Nullable Instant until,
    @JsonPropertyDescription("How to look into it: what a ContainerRun has to say.")
        @Nullable String enter) {}
