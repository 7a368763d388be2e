package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How an image is pulled. An assignment without `digest` asks the agent what the reference stands
/// for.
@ApiRecord
public record PullArguments(
    @Size(max = 40) @JsonPropertyDescription("Platform to pull; absent: that of the node.")
        @Nullable String platform,
    @JsonPropertyDescription("Ask the registry although the image is present.") boolean always,
    @JsonPropertyDescription("Report the digest as soon as it is known: other nodes wait for it.")
        boolean announce,
    @JsonPropertyDescription("Keep the image from garbage collection; see spec.pins.") boolean pin,
    @Min(1)
        @Max(8)
        @JsonPropertyDescription("How many pulls of this owner may run at a time. Default 1.")
        @Nullable Integer parallel,
    @Min(1) @JsonPropertyDescription("A larger image is refused.") @Nullable Long maxImageBytes,
    @Min(0) @JsonPropertyDescription("Bytes of the disk that must stay free after the pull.")
        @Nullable Long minFreeBytes) {
  public static final PullArguments NONE =
      new PullArguments(null, false, false, false, null, null, null);
}
