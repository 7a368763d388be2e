package dev.lamina.crds.registryconfig;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// Mirrors, certificates and limits of registries, for all nodes or some.
@Group(Lamina.GROUP)
@Version(Lamina.VERSION)
@Categories("lamina")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Nodes", type = INTEGER, jsonPath = ".status.nodes")
@AdditionalPrinterColumn(name = "Adopted", type = INTEGER, jsonPath = ".status.adopted")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Prefixes", priority = 1, jsonPath = ".status.prefixes")
@JsonClassDescription(
    "RegistryConfig says how nodes speak to registries: which mirrors are asked first, whose"
        + " certificates are trusted, where plain http may be spoken, and how many manifests are"
        + " fetched in a minute. It holds for pulls, for FROM of builds and for the images of"
        + " containers alike.")
public final class RegistryConfig extends CustomResource<RegistryConfigSpec, RegistryConfigStatus> {
  private static final long serialVersionUID = 1L;
}
