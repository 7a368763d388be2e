package dev.lamina.standalone.resource;

import com.fasterxml.jackson.databind.JsonNode;

/// An entry of `additionalPrinterColumns`; columns of priority above 0 are for `-o wide`.
public record PrinterColumn(
    String name, String type, String format, String description, int priority, String jsonPath) {

  static PrinterColumn of(JsonNode column) {
    return new PrinterColumn(
        column.path("name").asText(),
        column.path("type").asText(),
        column.path("format").asText(),
        column.path("description").asText(),
        column.path("priority").asInt(),
        column.path("jsonPath").asText());
  }
}
