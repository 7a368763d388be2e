package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;

/// Builds again when the revision has moved.
@ApiRecord
public record GitTrigger(
    @Pattern("^([0-9]+[smh])+$")
        @Default("5m")
        @JsonPropertyDescription(
            "Time between two looks at the repository, for example 1m. Default 5m.")
        String interval) {
  public GitTrigger {
    interval = Absent.to("5m", interval);
  }
}
