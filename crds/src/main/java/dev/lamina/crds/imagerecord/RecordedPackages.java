package dev.lamina.crds.imagerecord;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is installed in an image, as its package databases say: the node's word, for no digest
/// covers it.
@ApiRecord
public record RecordedPackages(
    @Size(max = 256) @JsonPropertyDescription("Distribution and release, for example debian-12.")
        @Nullable String distribution,
    @Size(max = 32) @JsonPropertyDescription("Package formats that were found: deb, apk, rpm.")
        @Nullable String format,
    @JsonPropertyDescription("Number of packages.") int count,
    @Size(max = MOST_ITEMS) @JsonPropertyDescription("The packages by name, at most 1000 of them.")
        List<RecordedPackage> items,
    @Size(max = 512) @JsonPropertyDescription("Why the list may not be whole.")
        @Nullable String note) {
  /// More are not listed.
  public static final int MOST_ITEMS = 1000;

  public RecordedPackages {
    items = Absent.toEmpty(items);
  }

  /// One package.
  @ApiRecord
  public record RecordedPackage(
      @Size(max = 256) @JsonPropertyDescription("Name of the package.") String name,
      @Size(max = 256)
          @JsonPropertyDescription("Version, with epoch and revision where it has them.")
          String version) {}
}
