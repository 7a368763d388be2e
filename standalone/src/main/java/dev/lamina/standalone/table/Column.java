package dev.lamina.standalone.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import java.time.Instant;

/// One column of a table: its head, and what it shows of an object.
record Column(
    String name, String type, String format, String description, int priority, Cell cell) {

  @FunctionalInterface
  interface Cell {
    JsonNode of(KubeObject object, Instant now);
  }

  ObjectNode head() {
    return Json.object()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", description)
        .put("priority", priority);
  }
}
