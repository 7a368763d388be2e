package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;

/// How the pushed image is signed.
@ApiRecord
public record BuildSign(
    @Required @JsonPropertyDescription("Secret with the cosign private key.")
        ObjectName keySecretRef) {}
