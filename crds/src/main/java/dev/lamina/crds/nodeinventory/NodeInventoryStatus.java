package dev.lamina.crds.nodeinventory;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of a node, the newest use first.
@ApiRecord
public record NodeInventoryStatus(
    @JsonPropertyDescription("Changes when the list changes.") @Nullable String hash,
    @JsonPropertyDescription("Number of images that are not listed.") @Nullable Integer truncated,
    @Size(max = 64)
        @ListMap(key = "digest")
        @JsonPropertyDescription("At most 64 images, the newest use first.")
        List<InventoryImage> images) {
  /// How many images are listed.
  public static final int MOST = 64;

  public NodeInventoryStatus {
    images = Absent.toEmpty(images);
  }
}
