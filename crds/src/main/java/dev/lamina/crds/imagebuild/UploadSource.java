package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A build context that was uploaded to a node before.
@ApiRecord
public record UploadSource(
    @Required
        @Size(max = 80)
        @Pattern("^sha256:[a-f0-9]{64}$")
        @JsonPropertyDescription(
            "Digest that the upload answered with, for example sha256:2c26b46b... .")
        String digest) {}
