package dev.lamina.crds.imagecopy;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Gives an image further names, on nodes and in registries.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@Plural("imagecopies")
@ShortNames("icopy")
@Categories("lamina")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.source")
@AdditionalPrinterColumn(name = "Done", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".status.node")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Digest", priority = 1, jsonPath = ".status.digest")
@JsonClassDescription(
    "ImageCopy tags and pushes an image of this namespace that nodes of the cluster have: docker tag"
        + " and docker push, to several references at once.")
public final class ImageCopy extends CustomResource<ImageCopySpec, ImageCopyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
