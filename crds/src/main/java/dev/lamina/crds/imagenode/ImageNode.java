package dev.lamina.crds.imagenode;

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

/// Doorbell and mailbox of one node; its name is the name of the node.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("ino")
@Categories("lamina")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Queued", type = INTEGER, jsonPath = ".status.counts.waiting")
@AdditionalPrinterColumn(name = "Running", type = INTEGER, jsonPath = ".status.counts.running")
@AdditionalPrinterColumn(name = "Failed", type = INTEGER, jsonPath = ".status.counts.failed")
@AdditionalPrinterColumn(name = "Images", type = INTEGER, jsonPath = ".status.store.images")
@AdditionalPrinterColumn(name = "Used", jsonPath = ".status.store.used")
@AdditionalPrinterColumn(name = "Reclaimable", jsonPath = ".status.store.reclaimable")
@AdditionalPrinterColumn(name = "Agent", jsonPath = ".status.agent.version")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@JsonClassDescription(
    "ImageNode stands for the image store and the agent of one node and has its name. The"
        + " operator writes the spec, the agent of the node writes the status.")
public final class ImageNode extends CustomResource<ImageNodeSpec, ImageNodeStatus> {
  private static final long serialVersionUID = 1L;
}
