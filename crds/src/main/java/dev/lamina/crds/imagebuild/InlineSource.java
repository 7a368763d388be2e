package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// A Dockerfile with a few small files, all in the manifest.
@ApiRecord
public record InlineSource(
    @Required
        @Size(min = 1, max = 65536)
        @JsonPropertyDescription(
            "The text of the Dockerfile, at most 64 KiB. spec.dockerfile is not looked at.")
        String dockerfile,
    @Size(max = 64)
        @ListMap(key = "path")
        @JsonPropertyDescription(
            "Files of the build context, at most 64. A .dockerignore among them is honoured.")
        List<InlineFile> files) {
  public InlineSource {
    files = Absent.toEmpty(files);
  }
}
