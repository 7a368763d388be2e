package dev.lamina.standalone.resource;

import dev.lamina.standalone.schema.Schema;
import dev.lamina.standalone.status.StatusException.Subject;
import java.util.List;

/// One kind as this API serves it: built in, or from a CustomResourceDefinition.
///
/// @param hasStatus whether `status` is a subresource with writers of its own
public record ResourceType(
    String group,
    String version,
    Names names,
    boolean namespaced,
    boolean hasStatus,
    boolean builtIn,
    Schema schema,
    List<PrinterColumn> columns,
    List<String> selectableFields) {

  /// The group-qualified plural: `pods`, `imagebuilds.lamina.dev`.
  public String id() {
    return group.isEmpty() ? names.plural() : names.plural() + "." + group;
  }

  public String kind() {
    return names.kind();
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public ObjectKey key(String namespace, String name) {
    return new ObjectKey(id(), namespaced ? namespace : "", name);
  }

  public ObjectKey keyOf(KubeObject object) {
    return key(object.namespace(), object.name());
  }

  /// What errors about an object of this type are about.
  public Subject subject(String name) {
    return new Subject(names.plural(), group, name);
  }

  /// As [#subject], for errors that name the kind.
  public Subject kindSubject(String name) {
    return new Subject(names.kind(), group, name);
  }

  /// Whether `metadata.generation` counts the changes of what is desired.
  public boolean countsGenerations() {
    return !builtIn || id().equals("customresourcedefinitions.apiextensions.k8s.io");
  }

  /// Nodes register with their status; for all others it is written apart.
  public boolean acceptsStatusOnCreate() {
    return id().equals("nodes");
  }
}
