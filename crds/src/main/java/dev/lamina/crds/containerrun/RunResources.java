package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/// Limits of the container.
@ApiRecord
public record RunResources(
    @Size(max = 16)
        @Default("'1'")
        @JsonPropertyDescription("CPU cores, for example '2' or 500m. Default '1'.")
        String cpu,
    @Size(max = 16)
        @Default("512Mi")
        @JsonPropertyDescription(
            "Memory, for example 256Mi; above it a process is killed. Default 512Mi.")
        String memory,
    @Min(1) @Default("512") @JsonPropertyDescription("Processes and threads. Default 512.")
        Integer pids,
    @Size(max = 16)
        @Default("5Gi")
        @JsonPropertyDescription(
            "Disk space of what the container writes, emptyDirs included, for example 1Gi; it is"
                + " stopped once it has more. Default 5Gi.")
        String writableLayer) {
  public RunResources {
    cpu = Absent.to("1", cpu);
    memory = Absent.to("512Mi", memory);
    pids = Absent.to(512, pids);
    writableLayer = Absent.to("5Gi", writableLayer);
  }

  /// What holds when a manifest has no `resources`.
  public static RunResources defaults() {
    return new RunResources("1", "512Mi", 512, "5Gi");
  }
}
