package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;

/// Builds again when a base image has changed.
@ApiRecord
public record BaseImageTrigger(
    @Pattern("^([0-9]+[smh])+$")
        @Default("1h")
        @JsonPropertyDescription(
            "Time between two looks at the registry, for example 6h. Default 1h.")
        String interval) {
  public BaseImageTrigger {
    interval = Absent.to("1h", interval);
  }
}
