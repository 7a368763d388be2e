package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which node builds.
@ApiRecord
public record BuildPlacement(
    @Size(max = 16)
        @JsonPropertyDescription(
            "Labels the node must have, all of them, for example {lamina.dev/builder:"
                + " 'true'}.")
        Map<String, String> nodeSelector,
    @Size(max = 253) @JsonPropertyDescription("Name of the one node to build on.")
        @Nullable String nodeName,
    @Default("CacheAffinity")
        @JsonPropertyDescription(
            "CacheAffinity: the node that built before, else the least loaded. LeastLoaded:"
                + " the node with the least open work. Default CacheAffinity.")
        BuildStrategy strategy) {
  public BuildPlacement {
    nodeSelector = Absent.toEmpty(nodeSelector);
    strategy = Absent.to(BuildStrategy.CacheAffinity, strategy);
  }
}
