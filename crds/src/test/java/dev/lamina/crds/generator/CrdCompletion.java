package dev.lamina.crds.generator;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/// Adds what the generator leaves out around the schema of one kind: list kind, order of the
/// columns, `apiVersion`, `kind` and `metadata`, descriptions, `required: [spec]`.
final class CrdCompletion {
  private static final String REQUIRED_IN_SPEC = "/properties/spec/required";

  private final Class<? extends CustomResource<?, ?>> kind;

  CrdCompletion(Class<? extends CustomResource<?, ?>> kind) {
    this.kind = kind;
  }

  void complete(ObjectNode crd) {
    var spec = object(crd, "spec");
    object(spec, "names").put("listKind", kind.getSimpleName() + "List");
    var version = (ObjectNode) spec.path("versions").path(0);
    sortColumns((ArrayNode) version.path("additionalPrinterColumns"));
    completeRoot(object(object(version, "schema"), "openAPIV3Schema"));
  }

  private void completeRoot(ObjectNode root) {
    root.put("description", kind.getAnnotation(JsonClassDescription.class).value());
    var properties = object(root, "properties");
    var schema = new SchemaCompletion();
    if (argument(0) == Void.class) {
      properties.remove("spec");
    } else {
      schema.complete(object(properties, "spec"), argument(0));
      object(properties, "spec").put("description", "What should be; written by its owner.");
    }
    schema.complete(object(properties, "status"), argument(1));
    object(properties, "status").put("description", "What is; written by Lamina.");
    describe(properties, "apiVersion", "string", "Always lamina.dev/v1alpha1.");
    describe(properties, "kind", "string", "Always " + kind.getSimpleName() + ".");
    describe(properties, "metadata", "object", "Name, namespace, labels and annotations.");
    var isNamespaced = Namespaced.class.isAssignableFrom(kind);
    if (argument(0) != Void.class && (isNamespaced || root.at(REQUIRED_IN_SPEC).size() > 0)) {
      root.putArray("required").add("spec");
    }
  }

  private static void describe(ObjectNode properties, String name, String type, String text) {
    properties.putObject(name).put("type", type);
    if (!name.equals("metadata")) {
      object(properties, name).put("description", text);
    }
  }

  /// The generator keeps columns in a set; people read them in the order of the annotations.
  private void sortColumns(ArrayNode columns) {
    var generated = StreamSupport.stream(columns.spliterator(), false).toList();
    columns.removeAll();
    Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .flatMap(column ->
            generated.stream().filter(node -> node.path("name").asText().equals(column.name())))
        .forEach(columns::add);
  }

  private Class<?> argument(int index) {
    var superclass = (ParameterizedType) kind.getGenericSuperclass();
    return (Class<?>) superclass.getActualTypeArguments()[index];
  }

  static ObjectNode object(ObjectNode parent, String name) {
    return (ObjectNode) parent.path(name);
  }
}
