package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;

/// Puts the finished image into the stores of nodes, without a registry in between.
@ApiRecord
public record BuildLoad(
    @Size(max = 16)
        @JsonPropertyDescription("Labels of the nodes that get the image; empty means every node.")
        Map<String, String> nodeSelector,
    @Default("10")
        @JsonPropertyDescription(
            "How many nodes at a time, as a number or a percentage such as 10%. Default 10.")
        IntOrString parallelism) {
  public BuildLoad {
    nodeSelector = Absent.toEmpty(nodeSelector);
    parallelism = Absent.to(new IntOrString(10), parallelism);
  }
}
