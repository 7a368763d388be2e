package dev.lamina.crds.imagepull;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Brings images onto nodes, once or for ever.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("ipull")
@Categories({"lamina", "all"})
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Desired", type = INTEGER, jsonPath = ".status.desired")
@AdditionalPrinterColumn(name = "Done", type = INTEGER, jsonPath = ".status.succeeded")
@AdditionalPrinterColumn(name = "Active", type = INTEGER, jsonPath = ".status.active")
@AdditionalPrinterColumn(name = "Failed", type = INTEGER, jsonPath = ".status.failed")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Layers", jsonPath = ".status.layers.progress")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Images", priority = 1, jsonPath = ".spec.images[*]")
@AdditionalPrinterColumn(name = "Peers", priority = 1, jsonPath = ".status.fromPeers")
@JsonClassDescription(
    "ImagePull brings images onto nodes before they are needed, once or for ever.")
public final class ImagePull extends CustomResource<ImagePullSpec, ImagePullStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
