package dev.lamina.crds.registryconfig;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A key of a ConfigMap anywhere in the cluster.
@ApiRecord
public record ConfigMapReference(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Namespace of the ConfigMap.")
        String namespace,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the ConfigMap.")
        String name,
    @Default("ca.crt")
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "Key in its data: certificates in PEM, 16 KiB at most. Default ca.crt.")
        String key) {
  public ConfigMapReference {
    key = Absent.to("ca.crt", key);
  }

  @Override
  public String toString() {
    return "ConfigMap %s/%s, key %s".formatted(namespace, name, key);
  }
}
