package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.IntOrString;

/// When a pull gives up.
@ApiRecord
public record PullFailurePolicy(
    @Required
        @Default("10%")
        @JsonPropertyDescription(
            "Failed nodes, as a number or a percentage, that are tolerated. Default 10%.")
        IntOrString maxFailedNodes) {
  public PullFailurePolicy {
    maxFailedNodes = Absent.to(new IntOrString("10%"), maxFailedNodes);
  }
}
