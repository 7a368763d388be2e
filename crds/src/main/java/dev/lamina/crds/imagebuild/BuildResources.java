package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;

/// Limits of the processes that RUN instructions start.
@ApiRecord
public record BuildResources(
    @Size(max = 16)
        @Default("'2'")
        @JsonPropertyDescription("CPU cores, for example '2' or 500m. Default '2'.")
        String cpu,
    @Size(max = 16)
        @Default("2Gi")
        @JsonPropertyDescription("Memory, for example 512Mi. Default 2Gi.")
        String memory,
    @Size(max = 16)
        @Default("20Gi")
        @JsonPropertyDescription("Disk space of the build, for example 20Gi. Default 20Gi.")
        String ephemeralStorage) {
  public BuildResources {
    cpu = Absent.to("2", cpu);
    memory = Absent.to("2Gi", memory);
    ephemeralStorage = Absent.to("20Gi", ephemeralStorage);
  }
}
