package dev.lamina.crds.image;

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

/// A name that a namespace has for an image on at least one node.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("img")
@Categories("lamina")
@AdditionalPrinterColumn(name = "Repository", jsonPath = ".status.repository")
@AdditionalPrinterColumn(name = "Tag", jsonPath = ".status.tag")
@AdditionalPrinterColumn(name = "Image-ID", jsonPath = ".status.shortID")
@AdditionalPrinterColumn(name = "Created", type = DATE, jsonPath = ".status.created")
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.size")
@AdditionalPrinterColumn(name = "Nodes", type = INTEGER, jsonPath = ".status.nodes")
@AdditionalPrinterColumn(name = "Digest", priority = 1, jsonPath = ".status.digest")
@AdditionalPrinterColumn(
    name = "In-Use",
    type = INTEGER,
    priority = 1,
    jsonPath = ".status.containers")
@AdditionalPrinterColumn(name = "Unique", priority = 1, jsonPath = ".status.uniqueSize")
@AdditionalPrinterColumn(
    name = "Outdated",
    type = INTEGER,
    priority = 1,
    jsonPath = ".status.outdatedNodes")
@JsonClassDescription(
    "Image is one row of `docker images` for the whole cluster: a name that this namespace has for"
        + " an image on at least one node, or an image without a name. The operator makes and"
        + " removes Images; to change what nodes hold use ImagePull, ImageCopy or ImagePrune.")
public final class Image extends CustomResource<Void, ImageStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
