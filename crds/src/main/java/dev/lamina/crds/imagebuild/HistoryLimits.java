package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/// How many finished builds are remembered.
@ApiRecord
public record HistoryLimits(
    @Min(0)
        @Max(20)
        @Default("3")
        @JsonPropertyDescription(
            "Successful builds to keep in status.history, with their NodeTasks. Default 3.")
        Integer successful,
    @Min(0)
        @Max(20)
        @Default("3")
        @JsonPropertyDescription(
            "Failed builds to keep in status.history, with their NodeTasks. Default 3.")
        Integer failed) {
  public HistoryLimits {
    successful = Absent.to(3, successful);
    failed = Absent.to(3, failed);
  }
}
