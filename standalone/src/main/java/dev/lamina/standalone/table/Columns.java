package dev.lamina.standalone.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.PrinterColumn;
import dev.lamina.standalone.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The columns of a kind: those of its definition, or for some built-in kinds what kube-apiserver
/// computes.
final class Columns {
  private static final Column NAME =
      new Column(
          "Name",
          "string",
          "name",
          "Name must be unique within a namespace.",
          0,
          (object, now) -> TextNode.valueOf(object.name()));
  private static final Column AGE =
      date("Age", 0, object -> text(object, ".metadata.creationTimestamp"));

  private Columns() {}

  static List<Column> of(ResourceType type) {
    return switch (type.id()) {
      case "configmaps" -> List.of(NAME, count("Data", ".data", ".binaryData"), AGE);
      case "secrets" -> List.of(NAME, string("Type", ".type"), count("Data", ".data"), AGE);
      case "serviceaccounts" -> List.of(NAME, count("Secrets", ".secrets"), AGE);
      case "events" -> EventColumns.ALL;
      case "nodes" -> NodeColumns.ALL;
      case "pods" -> PodColumns.ALL;
      default -> declared(type);
    };
  }

  static Column name() {
    return NAME;
  }

  static Column age() {
    return AGE;
  }

  private static List<Column> declared(ResourceType type) {
    var columns = new ArrayList<Column>();
    columns.add(NAME);
    type.columns().forEach(column -> columns.add(declared(column)));
    if (type.columns().isEmpty()) {
      columns.add(AGE);
    }
    return columns;
  }

  private static Column declared(PrinterColumn column) {
    var path = JsonPath.of(column.jsonPath());
    Column.Cell cell =
        (object, now) ->
            path.first(object.tree())
                .map(value ->
                    column.type().equals("date")
                        ? TextNode.valueOf(HumanDuration.since(value.asText(), now))
                        : cell(value, column.type()))
                .orElse(NullNode.getInstance());
    return new Column(
        column.name(),
        column.type(),
        column.format(),
        column.description(),
        column.priority(),
        cell);
  }

  private static JsonNode cell(JsonNode value, String type) {
    return switch (type) {
      case "integer" -> value.isNumber() ? value : NullNode.getInstance();
      case "number" -> value.isNumber() ? value : NullNode.getInstance();
      case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
      default -> TextNode.valueOf(value.isValueNode() ? value.asText() : value.toString());
    };
  }

  static Column string(String name, String path) {
    return string(name, 0, object -> text(object, path));
  }

  static Column string(String name, int priority, Function<KubeObject, String> value) {
    return new Column(
        name, "string", "", "", priority, (object, now) -> TextNode.valueOf(value.apply(object)));
  }

  static Column date(String name, int priority, Function<KubeObject, String> timestamp) {
    return new Column(
        name,
        "string",
        "",
        "",
        priority,
        (object, now) -> TextNode.valueOf(HumanDuration.since(timestamp.apply(object), now)));
  }

  private static Column count(String name, String... paths) {
    Column.Cell cell =
        (object, now) -> {
          var count = 0;
          for (var path : paths) {
            count += JsonPath.of(path).first(object.tree()).map(JsonNode::size).orElse(0);
          }
          return JsonNodeFactory.instance.numberNode(count);
        };
    return new Column(name, "string", "", "", 0, cell);
  }

  static String text(KubeObject object, String path) {
    return JsonPath.of(path).first(object.tree()).map(JsonNode::asText).orElse("");
  }

  static String textOrNone(KubeObject object, String path) {
    var text = text(object, path);
    return text.isEmpty() ? "<none>" : text;
  }
}
