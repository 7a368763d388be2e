package dev.lamina.crds.imageprunepolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/// What a rule decides about.
@ApiRecord
@ValidationRule(
    value =
        "has(self.references) || has(self.labels) || (has(self.dangling) && self.dangling)"
            + " || (has(self.unused) && self.unused) || (has(self.buildCache) && self.buildCache)",
    message = "match needs at least one criterion")
@ValidationRule(
    value =
        "!(has(self.buildCache) && self.buildCache) || !(has(self.references) || has(self.labels)"
            + " || (has(self.dangling) && self.dangling) || (has(self.unused) && self.unused))",
    message = "buildCache stands alone: steps have neither names nor labels")
public record PolicyMatch(
    @JsonPropertyDescription("Images without a name; beside references, those too.")
        boolean dangling,
    @Size(min = 1, max = 64)
        @ListSet
        @JsonPropertyDescription(
            "Images with one of these names, at most 64, as complete names in which * stands for"
                + " any characters, for example '*/ci-*'. Without a tag: all tags. Only names that"
                + " fit go; an image goes with its last one. What was built here is below"
                + " localhost/.")
        List<@Size(min = 1, max = 512) @Pattern("^[A-Za-z0-9._:/@*-]+$") String> references,
    @JsonPropertyDescription(
            "The build cache of all namespaces: results of steps and cache mounts. Alone.")
        boolean buildCache,
    @JsonPropertyDescription(
            "Images that no container uses, with names or without. Those in use stay anyway.")
        boolean unused,
    @JsonPropertyDescription("Only images with all of these labels; an empty value fits any.")
        Map<String, String> labels) {
  public PolicyMatch {
    references = Absent.toEmpty(references);
    labels = Absent.toEmpty(labels);
  }
}
