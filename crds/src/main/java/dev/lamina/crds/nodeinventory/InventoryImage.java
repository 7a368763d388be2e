package dev.lamina.crds.nodeinventory;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One image of a node.
@ApiRecord
public record InventoryImage(
    @Required @Size(max = 80) @JsonPropertyDescription("Digest of its manifest.") String digest,
    @Size(max = 16) @JsonPropertyDescription("Its names, whatever their namespace.")
        List<@Size(max = 512) String> names,
    @JsonPropertyDescription("Unpacked size.") @Nullable Long bytes,
    @JsonPropertyDescription("What only this image uses.") @Nullable Long uniqueBytes,
    @JsonPropertyDescription("When it was last pulled, built or run.") @Nullable Instant lastUsed,
    @JsonPropertyDescription("Containers made of it.") @Nullable Integer containers,
    @JsonPropertyDescription("Whether it is kept from garbage collection.") boolean pinned) {
  public InventoryImage {
    names = Absent.toEmpty(names);
  }
}
