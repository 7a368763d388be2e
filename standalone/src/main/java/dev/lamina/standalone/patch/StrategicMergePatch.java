package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.schema.ListType;
import dev.lamina.standalone.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The merge patch of the built-in kinds: lists are merged by the keys of their items, and
/// directives (`$patch`, `$deleteFromPrimitiveList/...`, `$setElementOrder/...`, `$retainKeys`) say
/// what a merge cannot.
///
/// @see <a
///   href="https://git.k8s.io/community/contributors/devel/sig-api-machinery/strategic-merge-patch.md">strategic
///   merge patch</a>
public final class StrategicMergePatch {
  private static final String PATCH = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
  private static final String ELEMENT_ORDER = "$setElementOrder/";

  private StrategicMergePatch() {}

  public static JsonNode apply(JsonNode target, JsonNode patch, Schema schema) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    if (changes.path(PATCH).asText().equals("replace")) {
      return withoutDirectives(changes);
    }
    var result = target instanceof ObjectNode object ? object : Json.object();
    if (changes.path(PATCH).asText().equals("delete")) {
      return result.removeAll();
    }
    retainKeys(result, changes);
    deleteFromLists(result, changes);
    for (var field : withoutDirectives(changes).properties()) {
      mergeField(result, field.getKey(), field.getValue(), schema);
    }
    orderLists(result, changes, schema);
    return result;
  }

  private static void mergeField(ObjectNode result, String name, JsonNode value, Schema schema) {
    var below = schema.property(name).orElse(Schema.ANYTHING);
    if (value.isNull()) {
      result.remove(name);
    } else if (value instanceof ArrayNode changes && below.listType() != ListType.ATOMIC) {
      result.set(name, mergeList(result.path(name), changes, below));
    } else {
      result.set(name, apply(result.path(name), value, below));
    }
  }

  private static JsonNode mergeList(JsonNode target, ArrayNode changes, Schema schema) {
    var replace =
        changes.valueStream().anyMatch(item -> item.path(PATCH).asText().equals("replace"));
    var result = target instanceof ArrayNode list && !replace ? list : Json.object().arrayNode();
    for (var item : changes) {
      if (schema.listType() == ListType.SET) {
        addMember(result, item);
      } else if (!item.path(PATCH).asText().equals("replace")) {
        mergeItem(result, item, schema);
      }
    }
    return result;
  }

  private static void addMember(ArrayNode set, JsonNode member) {
    if (set.valueStream().noneMatch(member::equals)) {
      set.add(member);
    }
  }

  private static void mergeItem(ArrayNode list, JsonNode item, Schema schema) {
    var index = Merge.indexOfSame(list, item, schema);
    var isDeletion = item.path(PATCH).asText().equals("delete");
    if (index < 0 && !isDeletion) {
      list.add(withoutDirectives((ObjectNode) item));
    } else if (index >= 0 && isDeletion) {
      list.remove(index);
    } else if (index >= 0) {
      list.set(index, apply(list.get(index), item, schema.items().orElse(Schema.ANYTHING)));
    }
  }

  private static void retainKeys(ObjectNode result, ObjectNode changes) {
    if (changes.has(RETAIN_KEYS)) {
      result.retain(changes.get(RETAIN_KEYS).valueStream().map(JsonNode::asText).toList());
    }
  }

  private static void deleteFromLists(ObjectNode result, ObjectNode changes) {
    for (var field : changes.properties()) {
      if (field.getKey().startsWith(DELETE_FROM_LIST)
          && result.get(field.getKey().substring(DELETE_FROM_LIST.length()))
              instanceof ArrayNode list) {
        var gone = field.getValue().valueStream().toList();
        list.removeIf(gone::contains);
      }
    }
  }

  private static void orderLists(ObjectNode result, ObjectNode changes, Schema schema) {
    for (var field : changes.properties()) {
      var name = field.getKey().substring(field.getKey().indexOf('/') + 1);
      if (field.getKey().startsWith(ELEMENT_ORDER) && result.get(name) instanceof ArrayNode list) {
        order(list, field.getValue(), schema.property(name).orElse(Schema.ANYTHING));
      }
    }
  }

  private static void order(ArrayNode list, JsonNode wanted, Schema schema) {
    if (schema.listType() == ListType.ATOMIC) {
      return;
    }
    List<String> order = wanted.valueStream().map(item -> Fields.step(item, schema)).toList();
    var items = new ArrayList<>(list.valueStream().toList());
    items.sort(
        Comparator.comparingInt(item -> {
          var position = order.indexOf(Fields.step(item, schema));
          return position < 0 ? Integer.MAX_VALUE : position;
        }));
    list.removeAll().addAll(items);
  }

  private static ObjectNode withoutDirectives(ObjectNode patch) {
    var plain = patch.deepCopy();
    plain.properties().removeIf(field -> field.getKey().startsWith("$"));
    return plain;
  }
}
