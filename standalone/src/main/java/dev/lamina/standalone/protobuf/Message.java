package dev.lamina.standalone.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// The fields of a message by their numbers, and how to write each as JSON.
final class Message {
  private final Map<Integer, Kind> fields = new HashMap<>();

  /// What a field holds.
  sealed interface Kind {
    String name();

    record Text(String name) implements Kind {}

    record Int(String name) implements Kind {}

    record Flag(String name) implements Kind {}

    record Nested(String name, Message message) implements Kind {}

    record Texts(String name) implements Kind {}

    record Messages(String name, Message message) implements Kind {}

    record TextMap(String name) implements Kind {}

    record BytesMap(String name) implements Kind {}
  }

  Message with(int number, Kind field) {
    fields.put(number, field);
    return this;
  }

  ObjectNode decode(byte[] bytes) {
    var result = Json.object();
    var reader = new WireReader(bytes);
    while (reader.hasNext()) {
      var field = reader.next();
      var kind = fields.get(field.number());
      if (kind != null) {
        add(result, kind, field);
      }
    }
    return result;
  }

  private static void add(ObjectNode result, Kind kind, WireReader.Field field) {
    var bytes = field.bytes();
    switch (kind) {
      case Kind.Text(var name) -> {
        if (bytes.length > 0) {
          result.put(name, text(bytes));
        }
      }
      case Kind.Int(var name) -> result.put(name, field.varint());
      case Kind.Flag(var name) -> result.put(name, field.varint() != 0);
      case Kind.Nested(var name, var message) -> result.set(name, message.decode(bytes));
      case Kind.Texts(var name) -> result.withArrayProperty(name).add(text(bytes));
      case Kind.Messages(var name, var message) ->
          result.withArrayProperty(name).add(message.decode(bytes));
      case Kind.TextMap(var name) -> addEntry(result.withObjectProperty(name), bytes, false);
      case Kind.BytesMap(var name) -> addEntry(result.withObjectProperty(name), bytes, true);
    }
  }

  /// An entry of a map is a message of its own: field 1 is the key, field 2 the value.
  private static void addEntry(ObjectNode map, byte[] entry, boolean isBinary) {
    var reader = new WireReader(entry);
    var key = "";
    var value = new byte[0];
    while (reader.hasNext()) {
      var field = reader.next();
      switch (field.number()) {
        case 1 -> key = text(field.bytes());
        case 2 -> value = field.bytes();
        default -> throw WireReader.malformed();
      }
    }
    map.put(key, isBinary ? Base64.getEncoder().encodeToString(value) : text(value));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
