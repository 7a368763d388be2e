package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// The list of registries that the agent works by.
@ApiRecord
public record AdoptedRegistries(
    @Required @Size(max = 24) @JsonPropertyDescription("The spec.registries.id of the list.")
        String id,
    @Size(max = 64)
        @ListSet
        @JsonPropertyDescription(
            "Prefixes of entries that count for nothing here, for the settings file of the node"
                + " speaks for them.")
        List<String> overridden,
    @Size(max = 64)
        @ListMap(key = "prefix")
        @JsonPropertyDescription("Entries that cannot be carried out, and are left out.")
        List<Refused> refused) {
  public AdoptedRegistries {
    overridden = Absent.toEmpty(overridden);
    refused = Absent.toEmpty(refused);
  }

  /// An entry that cannot be carried out.
  @ApiRecord
  public record Refused(
      @Required @JsonPropertyDescription("Prefix of the entry.") String prefix,
      @Required @Size(max = 256) @JsonPropertyDescription("Why, in a sentence.") String message) {}
}
