package dev.lamina.crds.imagerecord;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// The facts of one image.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("irec")
@Categories("lamina")
@AdditionalPrinterColumn(name = "Image-ID", jsonPath = ".status.shortID")
@AdditionalPrinterColumn(name = "Platform", jsonPath = ".status.platform")
@AdditionalPrinterColumn(name = "Layers", type = INTEGER, jsonPath = ".status.layerCount")
@AdditionalPrinterColumn(name = "Packages", type = INTEGER, jsonPath = ".status.packages.count")
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.size")
@AdditionalPrinterColumn(name = "Nodes", type = INTEGER, jsonPath = ".status.nodes")
@AdditionalPrinterColumn(name = "Created", type = DATE, jsonPath = ".status.created")
@AdditionalPrinterColumn(
    name = "Distribution",
    priority = 1,
    jsonPath = ".status.packages.distribution")
@AdditionalPrinterColumn(name = "Names", priority = 1, jsonPath = ".status.names")
@AdditionalPrinterColumn(name = "Download", priority = 1, jsonPath = ".status.downloadSize")
@JsonClassDescription(
    "ImageRecord holds what an image is made of: its config, layers, history and packages, once per"
        + " digest for the whole cluster. Its name is the digest of the manifest, sha256-<hex>. The operator"
        + " makes it and removes it when the last node has dropped the image.")
public final class ImageRecord extends CustomResource<Void, ImageRecordStatus> {
  private static final long serialVersionUID = 1L;

  /// The name of the record of a digest.
  public static String nameOf(String digest) {
    return digest.replace(':', '-');
  }
}
