package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// An archive that is downloaded and unpacked as build context.
@ApiRecord
public record HttpSource(
    @Required
        @Size(max = 1024)
        @Pattern("^https?://")
        @JsonPropertyDescription(
            "http or https address of a tar archive, plain or compressed with gzip, xz or"
                + " zstd.")
        String url,
    @Required
        @Pattern("^[a-f0-9]{64}$")
        @JsonPropertyDescription(
            "SHA-256 of the archive in hexadecimal. Another content is refused before it is"
                + " unpacked.")
        String sha256,
    @Min(0)
        @Max(16)
        @Default("0")
        @JsonPropertyDescription(
            "How many leading directories of each path in the archive are dropped, as tar"
                + " does. Default 0.")
        Integer stripComponents) {
  public HttpSource {
    stripComponents = Absent.to(0, stripComponents);
  }
}
