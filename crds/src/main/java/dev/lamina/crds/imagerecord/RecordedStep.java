package dev.lamina.crds.imagerecord;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of the history of an image.
@ApiRecord
public record RecordedStep(
    @Size(max = 80)
        @JsonPropertyDescription("The image ID in the newest line, <missing> in the others.")
        String id,
    @JsonPropertyDescription("When it was done.") @Nullable Instant created,
    @Size(max = 1024) @JsonPropertyDescription("The instruction.") @Nullable String createdBy,
    @JsonPropertyDescription("Unpacked bytes of the layer that it made; 0 if it made none.")
        @Nullable Long bytes,
    @JsonPropertyDescription("Whether it made no layer.") boolean empty,
    @Size(max = 256) @JsonPropertyDescription("What its builder noted.")
        @Nullable String comment) {}
