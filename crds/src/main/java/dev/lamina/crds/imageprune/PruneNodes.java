package dev.lamina.crds.imageprune;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which nodes are meant; none of the two means every node.
@ApiRecord
@ValidationRule(
    value = "!(has(self.names) && has(self.selector))",
    message = "nodes: at most one of names, selector")
public record PruneNodes(
    @Size(min = 1, max = 512) @ListSet @JsonPropertyDescription("Names of the nodes.")
        List<@Size(max = 253) String> names,
    @JsonPropertyDescription("Nodes with these labels.") @Nullable LabelSelector selector) {
  public PruneNodes {
    names = Absent.toEmpty(names);
  }
}
