package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A small file of the build context, written in the manifest.
@ApiRecord
public record InlineFile(
    @Required
        @Size(max = 255)
        @Pattern("^[^/].*$")
        @JsonPropertyDescription("Path in the build context, relative, for example src/server.js.")
        String path,
    @Required
        @Size(max = 131072)
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @JsonPropertyDescription("Content of the file as text, at most 128 KiB.")
        String content,
    @Pattern("^0[0-7]{3}$")
        @Default("'0644'")
        @JsonPropertyDescription(
            "Permissions as an octal string, for example '0755' for a script. Default '0644'.")
        String mode) {
  public InlineFile {
    mode = Absent.to("0644", mode);
  }
}
