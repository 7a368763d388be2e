package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BuildOutput;
import dev.lamina.crds.imagebuild.BuildResources;
import dev.lamina.crds.imagebuild.BuildSource;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.imagebuild.Provenance;
import dev.lamina.crds.imagebuild.SbomFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of a spec that the API has and nobody carries out yet: they are refused by name.
final class UnsupportedFields {
  private static final String EPHEMERAL_STORAGE = "20Gi";

  private final List<String> fields = new ArrayList<>();

  private UnsupportedFields() {}

  static List<String> of(ImageBuildSpec spec) {
    var found = new UnsupportedFields();
    found.source(spec.source());
    found.output(spec.output());
    found.resources(spec.resources());
    found.refuse(spec.platforms().size() > 1, "spec.platforms with more than one entry");
    return List.copyOf(found.fields);
  }

  private void source(BuildSource source) {
    refuse(source.ociArtifact() != null, "spec.source.ociArtifact");
    refuse(source.upload() != null, "spec.source.upload");
  }

  private void output(BuildOutput output) {
    refuse(output.load() != null, "spec.output.load");
    refuse(
        output.sbom() == SbomFormat.SPDX || output.sbom() == SbomFormat.CycloneDX,
        "spec.output.sbom");
    refuse(output.provenance() != Provenance.None, "spec.output.provenance");
    refuse(output.sign() != null, "spec.output.sign");
  }

  private void resources(@Nullable BuildResources resources) {
    refuse(
        resources != null && !resources.ephemeralStorage().equals(EPHEMERAL_STORAGE),
        "spec.resources.ephemeralStorage");
  }

  private void refuse(boolean isSet, String field) {
    if (isSet) {
      fields.add(field);
    }
  }
}
