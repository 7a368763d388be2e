package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Prune assignment may remove; images that a container uses always stay.
@ApiRecord
public record PruneArguments(
    @JsonPropertyDescription("Also images with a name, not only dangling ones.") boolean all,
    @JsonPropertyDescription("Also the build cache.") boolean buildCache,
    @JsonPropertyDescription("Only says what would go.") boolean dryRun,
    @Min(0) @JsonPropertyDescription("Only what was not used for so many seconds.")
        @Nullable Long olderThanSeconds,
    @Size(max = 64) @JsonPropertyDescription("References, with * as wildcard, that stay.")
        List<@Size(max = 512) String> keep) {
  public PruneArguments {
    keep = Absent.toEmpty(keep);
  }
}
