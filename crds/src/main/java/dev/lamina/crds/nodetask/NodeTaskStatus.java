package dev.lamina.crds.nodetask;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the task goes; written by the agent of the node only.
@ApiRecord
@PreserveUnknownFields
public record NodeTaskStatus(
    @JsonPropertyDescription("How a build went.") @Nullable BuildReport build,
    @JsonPropertyDescription("How a container does.") @Nullable RunReport run,
    @Size(max = 16)
        @ListMap(key = "type")
        @JsonPropertyDescription("Succeeded: Unknown while it goes on, True or False in the end.")
        List<Condition> conditions) {
  public NodeTaskStatus {
    conditions = Absent.toEmpty(conditions);
  }

  public Optional<Condition> succeeded() {
    return Condition.find(conditions, Condition.SUCCEEDED);
  }
}
