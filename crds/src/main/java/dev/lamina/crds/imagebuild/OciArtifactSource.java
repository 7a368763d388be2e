package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A build context kept as an artifact in a registry.
@ApiRecord
public record OciArtifactSource(
    @Required
        @Size(max = 512)
        @JsonPropertyDescription(
            "Reference of the artifact, for example registry.example.com/team/context:1.")
        String image,
    @JsonPropertyDescription("Secret of type kubernetes.io/dockerconfigjson to pull it with.")
        @Nullable ObjectName pullSecretRef) {}
