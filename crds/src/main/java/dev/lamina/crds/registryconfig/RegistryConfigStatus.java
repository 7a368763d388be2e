package dev.lamina.crds.registryconfig;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which nodes work by it.
@ApiRecord
public record RegistryConfigStatus(
    @JsonPropertyDescription("The metadata.generation this status speaks about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Number of nodes that are meant.") @Nullable Integer nodes,
    @JsonPropertyDescription("Number of them that work by this RegistryConfig.")
        @Nullable Integer adopted,
    @JsonPropertyDescription("The prefixes it speaks for, in one line.") @Nullable String prefixes,
    @Size(max = 20)
        @JsonPropertyDescription("The first 20 entries that a node could not take over.")
        List<RefusedEntry> refused,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them.")
        List<Condition> conditions) {
  public RegistryConfigStatus {
    refused = Absent.toEmpty(refused);
    conditions = Absent.toEmpty(conditions);
  }

  /// An entry that a node could not take over.
  @ApiRecord
  public record RefusedEntry(
      @Required @JsonPropertyDescription("Name of the node.") String node,
      @Required @JsonPropertyDescription("Prefix of the entry.") String prefix,
      @Size(max = 256) @JsonPropertyDescription("Why, in a sentence.") @Nullable String message) {}
}
