package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which nodes get the images; none of the three means every node.
@ApiRecord
public record PullNodes(
    @Size(min = 1, max = 512) @ListSet @JsonPropertyDescription("Names of the nodes.")
        List<@Size(max = 253) String> names,
    @JsonPropertyDescription("Nodes with these labels.") @Nullable LabelSelector selector,
    @JsonPropertyDescription(
            "Nodes that run a Pod with these labels, in the namespace of the ImagePull.")
        @Nullable LabelSelector podSelector,
    @Default("false")
        @JsonPropertyDescription("Whether nodes that are not ready count too. Default false.")
        boolean tolerateNotReady,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Taints that keep no image away, at most 16. A node with another NoSchedule or"
                + " NoExecute taint gets no image unless it is named. Cordons and the taints"
                + " that Kubernetes sets for a node's state are always tolerated.")
        List<PullToleration> tolerations) {
  public PullNodes {
    names = Absent.toEmpty(names);
    tolerations = Absent.toEmpty(tolerations);
  }
}
