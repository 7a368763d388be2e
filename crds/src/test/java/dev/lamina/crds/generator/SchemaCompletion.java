package dev.lamina.crds.generator;

import static dev.lamina.crds.generator.CrdCompletion.object;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.schema.Atomic;
import dev.lamina.crds.schema.ListMap;
import dev.lamina.crds.schema.ListSet;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Walks a record and its generated schema side by side and adds list types, map types and formats.
final class SchemaCompletion {
  private static final List<String> WHOLE_NUMBERS = List.of("minimum", "maximum");

  void complete(ObjectNode schema, Class<?> type) {
    if (type.isAnnotationPresent(Atomic.class)) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    var properties = object(schema, "properties");
    for (var component : type.getRecordComponents()) {
      completeComponent(object(properties, name(component)), component);
    }
  }

  private void completeComponent(ObjectNode schema, RecordComponent component) {
    completeType(schema, component.getGenericType());
    if (component.getType() == List.class) {
      completeList(schema, field(component));
    }
  }

  private void completeType(ObjectNode schema, Type type) {
    roundLimits(schema);
    switch (type) {
      case Class<?> record when record.isRecord() -> complete(schema, record);
      case Class<?> number when Set.of(long.class, Long.class).contains(number) ->
          schema.put("format", "int64");
      case Class<?> time when time == Instant.class -> schema.put("format", "date-time");
      case Class<?> scalar -> schema.path(scalar.getName());
      case ParameterizedType generic when generic.getRawType() == List.class ->
          completeType(object(schema, "items"), generic.getActualTypeArguments()[0]);
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          completeType(object(schema, "additionalProperties"), generic.getActualTypeArguments()[1]);
      default -> throw new IllegalStateException("no schema for " + type);
    }
  }

  private static void completeList(ObjectNode schema, Field field) {
    var map = field.getAnnotation(ListMap.class);
    if (map != null) {
      schema.put("x-kubernetes-list-type", "map");
      schema.putArray("x-kubernetes-list-map-keys").add(map.key());
    } else {
      var isSet = field.isAnnotationPresent(ListSet.class);
      schema.put("x-kubernetes-list-type", isSet ? "set" : "atomic");
    }
  }

  /// The generator writes `minimum: 1.0`.
  private static void roundLimits(ObjectNode schema) {
    for (var limit : WHOLE_NUMBERS) {
      if (schema.has(limit)) {
        schema.put(limit, schema.path(limit).asLong());
      }
    }
  }

  private static Field field(RecordComponent component) {
    try {
      return component.getDeclaringRecord().getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
  }

  private static String name(RecordComponent component) {
    var renamed = field(component).getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }
}
