package dev.lamina.crds.imageprune;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which images are meant.
@ApiRecord
@ValidationRule(
    value =
        "has(self.references) || has(self.digests) || has(self.olderThan) || has(self.labels)"
            + " || (has(self.dangling) && self.dangling) || (has(self.unused) && self.unused)",
    message = "match needs at least one criterion")
public record PruneMatch(
    @Size(min = 1, max = 64)
        @ListSet
        @JsonPropertyDescription(
            "Names that go, at most 64, as complete names in which * stands for any characters, for"
                + " example '*/log4j-app:1.*'. Without a tag: all tags. An image goes with its"
                + " last name. What was built here is below localhost/.")
        List<@Size(min = 1, max = 512) @Pattern("^[A-Za-z0-9._:/@*-]+$") String> references,
    @Size(min = 1, max = 256)
        @ListSet
        @JsonPropertyDescription("Digests of manifests or image IDs, at most 256.")
        List<@Size(max = 80) String> digests,
    @Pattern("^([0-9]+(h|m|s))+$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "Only images that were last pulled or built longer ago, for example 168h.")
        @Nullable String olderThan,
    @JsonPropertyDescription("Images without a name.") boolean dangling,
    @JsonPropertyDescription(
            "Images that no container uses. Those in use stay anyway unless force is set.")
        boolean unused,
    @JsonPropertyDescription("Only images with all of these labels; an empty value fits any.")
        Map<String, String> labels) {
  public PruneMatch {
    references = Absent.toEmpty(references);
    digests = Absent.toEmpty(digests);
    labels = Absent.toEmpty(labels);
  }
}
