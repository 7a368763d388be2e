package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.schema.FieldError;
import java.util.List;
import java.util.Optional;

/// What is special about one kind, on top of its schema.
interface Strategy {
  /// A kind without specialities.
  Strategy PLAIN = new Strategy() {};

  /// Changes an object before it is checked.
  ///
  /// @param before empty on create
  default void prepare(KubeObject object, Optional<KubeObject> before) {}

  /// Finds what a schema cannot.
  default List<FieldError> validate(KubeObject object, Optional<KubeObject> before) {
    return List.of();
  }

  /// Reacts to a write that is durable.
  default void written(KubeObject object) {}

  /// The strategies by resource.
  static Strategy of(ResourceType type, DefinitionStrategy definitions) {
    return switch (type.id()) {
      case "namespaces" -> new NamespaceStrategy();
      case "secrets", "configmaps" -> new ContentStrategy();
      case "customresourcedefinitions.apiextensions.k8s.io" -> definitions;
      default -> PLAIN;
    };
  }
}
