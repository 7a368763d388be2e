package dev.lamina.crds.meta;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.Atomic;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/// A label selector as everywhere in Kubernetes.
@ApiRecord
@Atomic
public record LabelSelector(
    @JsonPropertyDescription("Labels an object must have, all of them. Example: {pool: web}.")
        Map<String, String> matchLabels,
    @Size(max = 16) @JsonPropertyDescription("Expressions an object must satisfy, all of them.")
        List<Requirement> matchExpressions) {

  public LabelSelector {
    matchLabels = Absent.toEmpty(matchLabels);
    matchExpressions = Absent.toEmpty(matchExpressions);
  }

  public enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist
  }

  @ApiRecord
  public record Requirement(
      @Required @JsonPropertyDescription("The label.") String key,
      @Required @JsonPropertyDescription("How key relates to values.") Operator operator,
      @JsonPropertyDescription("For In and NotIn; empty for the others.") List<String> values) {
    public Requirement {
      values = Absent.toEmpty(values);
    }
  }
}
