package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator wants from a node; written by its dispatcher only.
@ApiRecord
public record ImageNodeSpec(
    @JsonPropertyDescription("Counts the writes of the dispatcher.") @Nullable Long revision,
    @JsonPropertyDescription("Whether the agent starts nothing new.") boolean paused,
    @Size(max = 64)
        @ListMap(key = "id")
        @JsonPropertyDescription("The open work of the node, at most 64 pieces.")
        List<Assignment> assignments,
    @Size(max = 32)
        @ListMap(key = "id")
        @JsonPropertyDescription("Registry credentials that only this node can open.")
        List<SealedValue> credentials,
    @Size(max = 128) @JsonPropertyDescription("Digests that stay whatever the policy says.")
        List<@Size(max = 80) String> pins,
    @JsonPropertyDescription("When the agent cleans its store by itself.")
        @Nullable StorePolicy policy,
    @JsonPropertyDescription("How the node speaks to registries, from the RegistryConfigs.")
        @Nullable NodeRegistries registries) {
  public ImageNodeSpec {
    assignments = Absent.toEmpty(assignments);
    credentials = Absent.toEmpty(credentials);
    pins = Absent.toEmpty(pins);
  }

  /// Wants nothing of a node.
  public static ImageNodeSpec empty() {
    return new ImageNodeSpec(0L, false, List.of(), List.of(), List.of(), null, null);
  }
}
