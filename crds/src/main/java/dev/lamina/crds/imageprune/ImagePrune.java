package dev.lamina.crds.imageprune;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
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

/// Takes images off nodes, or says what would go.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("iprune")
@Categories("lamina")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "DryRun", type = BOOLEAN, jsonPath = ".spec.dryRun")
@AdditionalPrinterColumn(name = "Matched", type = INTEGER, jsonPath = ".status.matchedImages")
@AdditionalPrinterColumn(name = "Reclaimable", jsonPath = ".status.reclaimable")
@AdditionalPrinterColumn(name = "Removed", type = INTEGER, jsonPath = ".status.removed")
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodes.progress")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@JsonClassDescription(
    "ImagePrune removes images of this namespace from nodes, one time, as docker image prune and"
        + " docker rmi do on one. While dryRun is true, which is the default, its status says what"
        + " would go and nothing does.")
public final class ImagePrune extends CustomResource<ImagePruneSpec, ImagePruneStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
