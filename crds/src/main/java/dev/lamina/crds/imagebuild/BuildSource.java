package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where the Dockerfile and the files it copies come from.
@ApiRecord
@ValidationRule(
    value =
        "[has(self.inline), has(self.git), has(self.configMapRef), has(self.http),"
            + " has(self.ociArtifact), has(self.upload)].filter(x, x).size() == 1",
    message = "exactly one of inline, git, configMapRef, http, ociArtifact, upload")
public record BuildSource(
    @JsonPropertyDescription("The Dockerfile and a few small files, written in this manifest.")
        @Nullable InlineSource inline,
    @JsonPropertyDescription("A git repository.") @Nullable GitSource git,
    @JsonPropertyDescription("A ConfigMap whose keys are the files of the build context.")
        @Nullable ObjectName configMapRef,
    @JsonPropertyDescription("An archive to download, with its checksum.")
        @Nullable HttpSource http,
    @JsonPropertyDescription("An artifact in a registry.") @Nullable OciArtifactSource ociArtifact,
    @JsonPropertyDescription("A context that was uploaded before, by its digest.")
        @Nullable UploadSource upload) {}
