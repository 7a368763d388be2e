package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// How the node speaks to registries, apart from what its own settings file says.
@ApiRecord
public record NodeRegistries(
    @Required
        @Size(max = 24)
        @JsonPropertyDescription("Changes with the entries; the agent repeats it in the status.")
        String id,
    @Size(max = 64)
        @ListMap(key = "prefix")
        @JsonPropertyDescription("The entries of all RegistryConfigs that mean the node.")
        List<NodeRegistry> entries) {
  public NodeRegistries {
    entries = Absent.toEmpty(entries);
  }
}
