package dev.lamina.crds.registryconfig;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for which registries, and on which nodes.
@ApiRecord
public record RegistryConfigSpec(
    @JsonPropertyDescription("Which nodes. Default: all.") @Nullable LabelSelector nodeSelector,
    @Required
        @Size(min = 1, max = 32)
        @ListMap(key = "prefix")
        @JsonPropertyDescription(
            "Registries, at most 32. For a name the entry with the longest prefix counts, alone.")
        List<RegistryEntry> registries) {
  public RegistryConfigSpec {
    registries = Absent.toEmpty(registries);
  }
}
