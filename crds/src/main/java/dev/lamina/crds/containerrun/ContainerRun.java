package dev.lamina.crds.containerrun;

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

/// One container on one node.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@ShortNames("ctr")
@Categories({"lamina", "all"})
@AdditionalSelectableField(jsonPath = ".status.nodeName")
@AdditionalSelectableField(jsonPath = ".status.state")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Exit", type = INTEGER, jsonPath = ".status.exitCode")
@AdditionalPrinterColumn(name = "Restarts", type = INTEGER, jsonPath = ".status.restartCount")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".status.nodeName")
@AdditionalPrinterColumn(name = "Ports", jsonPath = ".status.portsSummary")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Image", priority = 1, jsonPath = ".spec.image")
@AdditionalPrinterColumn(name = "Written", priority = 1, jsonPath = ".status.writableLayer.size")
@ValidationRule(
    value = "size(self.metadata.name) <= 52",
    message = "name must be at most 52 characters")
@JsonClassDescription(
    "ContainerRun runs one container of an image on one node. Deleting it stops and removes"
        + " the container.")
public final class ContainerRun extends CustomResource<ContainerRunSpec, ContainerRunStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
