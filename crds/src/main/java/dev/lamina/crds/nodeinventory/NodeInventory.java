package dev.lamina.crds.nodeinventory;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// The images of one node; its name is the name of the node.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@Plural("nodeinventories")
@ShortNames("niv")
@Categories("lamina")
@AdditionalPrinterColumn(name = "Hash", jsonPath = ".status.hash")
@AdditionalPrinterColumn(name = "Truncated", type = INTEGER, jsonPath = ".status.truncated")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@JsonClassDescription("NodeInventory lists the images of one node and has its name.")
public final class NodeInventory extends CustomResource<Void, NodeInventoryStatus> {
  private static final long serialVersionUID = 1L;
}
