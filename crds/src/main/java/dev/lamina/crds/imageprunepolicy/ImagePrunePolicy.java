package dev.lamina.crds.imageprunepolicy;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
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

/// Keeps the stores of nodes clean.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@Plural("imageprunepolicies")
@ShortNames("ipp")
@Categories("lamina")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Nodes", type = INTEGER, jsonPath = ".status.nodes")
@AdditionalPrinterColumn(name = "Last-Run", type = DATE, jsonPath = ".status.lastRun")
@AdditionalPrinterColumn(name = "Done", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Removed", type = INTEGER, jsonPath = ".status.removed")
@AdditionalPrinterColumn(name = "Reclaimed", jsonPath = ".status.reclaimed")
@AdditionalPrinterColumn(name = "Pinned", type = INTEGER, jsonPath = ".status.pinned")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Schedule", priority = 1, jsonPath = ".spec.schedule")
@AdditionalPrinterColumn(name = "Next-Run", priority = 1, jsonPath = ".status.nextRun")
@AdditionalPrinterColumn(name = "Trigger", priority = 1, jsonPath = ".status.trigger")
@AdditionalPrinterColumn(
    name = "Full",
    type = INTEGER,
    priority = 1,
    jsonPath = ".status.fullNodes")
@AdditionalPrinterColumn(name = "Suspend", type = BOOLEAN, priority = 1, jsonPath = ".spec.suspend")
@JsonClassDescription(
    "ImagePrunePolicy takes images and build cache of all namespaces off nodes by itself: by"
        + " schedule, and whenever the disk of a node is too full. Its rules stand in an order; the"
        + " first that matches decides. What a container, a build, a pin or work under way uses"
        + " stays in any case.")
public final class ImagePrunePolicy
    extends CustomResource<ImagePrunePolicySpec, ImagePrunePolicyStatus> {
  private static final long serialVersionUID = 1L;
}
