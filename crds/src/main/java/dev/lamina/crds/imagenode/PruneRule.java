package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule of a policy: what it decides about, and which of that goes.
@ApiRecord
public record PruneRule(
    @JsonPropertyDescription("Images without a name, beside references.") boolean dangling,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Names, with * as wildcard. Without these and dangling all images are meant.")
        List<@Size(max = 512) String> references,
    @JsonPropertyDescription("Only images with these labels; an empty value fits any.")
        Map<String, String> labels,
    @JsonPropertyDescription("The build cache, and no images.") boolean buildCache,
    @Min(0) @JsonPropertyDescription("Only what was not used for so many seconds.")
        @Nullable Long olderThanSeconds,
    @Min(0) @JsonPropertyDescription("So many of the newest images of each repository stay.")
        @Nullable Integer keepLast,
    @Min(0) @JsonPropertyDescription("So many bytes of what it matches stay, the newest.")
        @Nullable Long keepBytes) {
  public PruneRule {
    references = Absent.toEmpty(references);
    labels = Absent.toEmpty(labels);
  }
}
