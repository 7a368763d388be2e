package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A port of the container that can be reached from outside.
@ApiRecord
public record PublishedPort(
    @Size(max = 15) @JsonPropertyDescription("Name of the port, for example http.")
        @Nullable String name,
    @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port inside the container.")
        Integer containerPort,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port on the node. Default: a free one of 32768-60999, see status.ports.")
        @Nullable Integer hostPort,
    @Default("TCP") @JsonPropertyDescription("TCP or UDP. Default TCP.") Protocol protocol) {
  public PublishedPort {
    protocol = Absent.to(Protocol.TCP, protocol);
  }
}
