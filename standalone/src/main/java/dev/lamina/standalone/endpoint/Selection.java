package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import dev.lamina.standalone.resource.ResourceType;

/// Which objects of a type a list or a watch is about.
///
/// @param namespace empty for all
public record Selection(
    ResourceType type, String namespace, LabelSelector labels, FieldSelector fields) {

  public static Selection of(
      ResourceType type, String namespace, String labelSelector, String fieldSelector) {
    return new Selection(
        type,
        namespace,
        LabelSelector.parse(labelSelector),
        FieldSelector.parse(fieldSelector, type));
  }

  boolean selectsAll() {
    return labels.isEmpty() && fields.isEmpty();
  }

  boolean covers(ObjectKey key) {
    return key.resource().equals(type.id())
        && (namespace.isEmpty() || key.namespace().equals(namespace));
  }

  boolean matches(KubeObject object) {
    return selectsAll() || (labels.matches(object.labels()) && fields.matches(object));
  }
}
