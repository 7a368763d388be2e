package dev.lamina.crds.imagepull;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// What a pull may use on a node.
@ApiRecord
public record PullLimits(
    @Size(max = 16)
        @JsonPropertyDescription(
            "Images larger than this are refused, for example 30Gi. Default: no limit.")
        @Nullable String maxImageBytes,
    @Size(max = 16)
        @Default("5Gi")
        @JsonPropertyDescription("Disk space that must stay free after the pull. Default 5Gi.")
        String minFreeBytesAfterPull,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Bytes per second of one node, for example 200Mi. Default: no limit.")
        @Nullable String bandwidthPerNode) {
  public PullLimits {
    minFreeBytesAfterPull = Absent.to("5Gi", minFreeBytesAfterPull);
  }
}
