package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which node runs the container.
@ApiRecord
public record RunPlacement(
    @Size(max = 253) @JsonPropertyDescription("Name of the one node to run on.")
        @Nullable String nodeName,
    @Size(max = 16) @JsonPropertyDescription("Labels the node must have, all of them.")
        Map<String, String> nodeSelector,
    @Default("ImageLocality")
        @JsonPropertyDescription(
            "ImageLocality: a node that has the image, else the least loaded. LeastLoaded:"
                + " the node with the least open work. Default ImageLocality.")
        RunStrategy strategy) {
  public RunPlacement {
    nodeSelector = Absent.toEmpty(nodeSelector);
    strategy = Absent.to(RunStrategy.ImageLocality, strategy);
  }
}
