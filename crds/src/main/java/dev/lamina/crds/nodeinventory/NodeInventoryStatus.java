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
    @JsonPropertyDescription("Number of images that are listed without details.")
        @Nullable Integer truncated,
    @JsonPropertyDescription("Number of images that are not listed at all.")
        @Nullable Integer omitted,
    @Size(max = 2048)
        @ListMap(key = "digest")
        @JsonPropertyDescription(
            "The images, the newest use first; the first 64 with details, at most 2048 in all.")
        List<InventoryImage> images) {
  /// How many images have details.
  public static final int DETAILED = 64;

  /// How many images are listed: what fits into an object of etcd.
  public static final int MOST = 2048;

  public NodeInventoryStatus {
    images = Absent.toEmpty(images);
  }
}
