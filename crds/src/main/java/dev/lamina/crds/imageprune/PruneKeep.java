package dev.lamina.crds.imageprune;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stays whatever matches.
@ApiRecord
public record PruneKeep(
    @Size(max = 64)
        @ListSet
        @JsonPropertyDescription("Names that stay, with * for any characters, at most 64.")
        List<@Size(min = 1, max = 512) @Pattern("^[A-Za-z0-9._:/@*-]+$") String> references,
    @JsonPropertyDescription("Images with one of these labels stay; an empty value fits any.")
        Map<String, String> labels,
    @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "So many of the newest images of each repository stay, on each node.")
        @Nullable Integer lastPerRepository) {
  public PruneKeep {
    references = Absent.toEmpty(references);
    labels = Absent.toEmpty(labels);
  }
}
