package dev.lamina.crds.nodeinventory;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One image of a node. The details, from `uniqueBytes` on, are there for the newest images only.
@ApiRecord
public record InventoryImage(
    @Required @Size(max = 80) @JsonPropertyDescription("Digest of its manifest.") String digest,
    @Size(max = 80) @JsonPropertyDescription("The image ID: digest of its config.")
        @Nullable String imageID,
    @JsonPropertyDescription("When it was made, as the image says.") @Nullable Instant created,
    @JsonPropertyDescription("Unpacked size.") @Nullable Long bytes,
    @Size(max = 256)
        @ListMap(key = "name")
        @JsonPropertyDescription("The namespaces that have it, each with its own names of it.")
        List<InventoryTenant> tenants,
    @JsonPropertyDescription("Whether it is kept from garbage collection.") boolean pinned,
    @JsonPropertyDescription("What only this image uses.") @Nullable Long uniqueBytes,
    @JsonPropertyDescription("When it was last pulled or built.") @Nullable Instant lastUsed) {
  public InventoryImage {
    tenants = Absent.toEmpty(tenants);
  }

  /// The same image without its details.
  public InventoryImage withoutDetails() {
    return new InventoryImage(digest, imageID, created, bytes, tenants, pinned, null, null);
  }
}
