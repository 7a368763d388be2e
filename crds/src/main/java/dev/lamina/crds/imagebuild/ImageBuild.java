package dev.lamina.crds.imagebuild;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Builds an image from a Dockerfile; level-based: another spec is another build.

@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("ib")
@Categories({"lamina", "all"})
@AdditionalSelectableField(jsonPath = ".status.nodeName")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Step", jsonPath = ".status.progress.step")
@AdditionalPrinterColumn(name = "Build", type = INTEGER, jsonPath = ".status.buildNumber")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".status.nodeName")
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.duration")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Image", priority = 1, jsonPath = ".status.latestImage")
@AdditionalPrinterColumn(name = "Size", priority = 1, jsonPath = ".status.size")
@AdditionalPrinterColumn(name = "Cached", priority = 1, jsonPath = ".status.progress.cached")
@AdditionalPrinterColumn(name = "Commit", priority = 1, jsonPath = ".status.source.revision")
@ValidationRule(
    value = "size(self.metadata.name) <= 52",
    message = "name must be at most 52 characters (NodeTask names append a 10-character suffix)")
@JsonClassDescription(
    "ImageBuild builds an image from a Dockerfile on a node of the cluster. A change of the spec, or of the annotation lamina.dev/rebuild-at, starts another build.")
public final class ImageBuild extends CustomResource<ImageBuildSpec, ImageBuildStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
