package dev.lamina.crds.imagenode;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.imagerecord.RecordedPackages;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an image is made of. The documents are as they were digested, so that whoever reads them
/// can check them and need not believe the node; the sizes are the node's word.
@ApiRecord
public record ImageFacts(
    @Required @Size(max = 262144) @JsonPropertyDescription("The manifest, byte for byte.")
        String manifest,
    @Required @Size(max = 262144) @JsonPropertyDescription("The config, byte for byte.")
        String config,
    @Size(max = 1024) @JsonPropertyDescription("Unpacked sizes of the layers, the lowest first.")
        List<Long> unpackedBytes,
    @JsonPropertyDescription("What is installed in it; absent where it was not looked into.")
        @Nullable RecordedPackages packages) {
  /// A longer document is not sent.
  public static final int LONGEST_DOCUMENT = 262_144;

  public ImageFacts {
    unpackedBytes = Absent.toEmpty(unpackedBytes);
  }
}
