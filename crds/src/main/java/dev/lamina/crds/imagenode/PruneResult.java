package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Prune or Remove took from a node, or would take.
@ApiRecord
public record PruneResult(
    @JsonPropertyDescription("Number of images it was about.") @Nullable Integer matched,
    @JsonPropertyDescription("Number of images that are gone, or would be.")
        @Nullable Integer deleted,
    @Size(max = 50) @JsonPropertyDescription("The images, at most 50; none of them with rules.")
        List<PrunedImage> images,
    @JsonPropertyDescription("With rules: number of images here that pins keep.")
        @Nullable Integer pinned) {
  /// How many images are listed.
  public static final int MOST = 50;

  public PruneResult {
    images = Absent.toEmpty(images);
  }

  /// One image.
  @ApiRecord
  public record PrunedImage(
      @Size(max = 80) @JsonPropertyDescription("Digest of its manifest.") String digest,
      @Size(max = 16) @JsonPropertyDescription("Names that go, at most 16.")
          List<@Size(max = 512) String> names,
      @JsonPropertyDescription("Its unpacked size.") @Nullable Long bytes,
      @JsonPropertyDescription("Whether the image goes, and not only names.") boolean deleted) {
    /// How many names are listed.
    public static final int MOST_NAMES = 16;

    public PrunedImage {
      names = Absent.toEmpty(names);
    }
  }
}
