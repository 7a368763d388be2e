package dev.lamina.crds.imagebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import dev.lamina.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of the finished image.
@ApiRecord
public record BuildOutput(
    @Required
        @Size(max = 16)
        @ListSet
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @JsonPropertyDescription(
            "Names of the image, at most 16, for example demo/web:1.0. Without a registry"
                + " host they belong to this namespace.")
        List<
                @Size(max = 512)
                @Pattern(
                    "^[a-z0-9]+([._:-][a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$")
                String>
            images,
    @Default("false")
        @JsonPropertyDescription(
            "Whether the image is pushed to the registries in images. Default false.")
        boolean push,
    @JsonPropertyDescription("Secret of type kubernetes.io/dockerconfigjson to push with.")
        @Nullable ObjectName pushSecretRef,
    @JsonPropertyDescription("Puts the image into the stores of other nodes too.")
        @Nullable BuildLoad load,
    @Default("gzip")
        @JsonPropertyDescription("Compression of the layers: gzip, zstd or none. Default gzip.")
        Compression compression,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Labels added to the image, at most 64; they win over LABEL of the Dockerfile.")
        Map<String, String> labels,
    @Size(max = 64) @JsonPropertyDescription("Annotations added to the image manifest, at most 64.")
        Map<String, String> annotations,
    @JsonPropertyDescription(
            "Time stamp for a reproducible image: seconds since 1970, or the word commit.")
        @Nullable IntOrString sourceDateEpoch,
    @Default("'Off'")
        @JsonPropertyDescription(
            "Software bill of materials: SPDX or CycloneDX; Off or None for none. Default"
                + " Off.")
        SbomFormat sbom,
    @Default("None")
        @JsonPropertyDescription("Provenance attestation: None, Min or Max. Default None.")
        Provenance provenance,
    @JsonPropertyDescription("Signs the image after the push.") @Nullable BuildSign sign) {
  public BuildOutput {
    images = Absent.toEmpty(images);
    compression = Absent.to(Compression.gzip, compression);
    labels = Absent.toEmpty(labels);
    annotations = Absent.toEmpty(annotations);
    sbom = Absent.to(SbomFormat.Off, sbom);
    provenance = Absent.to(Provenance.None, provenance);
  }
}
