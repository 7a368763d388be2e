package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.json.Json;
import dev.lamina.kubectl.text.Human;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The steps of a build as BuildKit's plain progress prints them, to standard error; the result to
/// standard output.
final class BuildPrinter {
  private final Console console;
  private final boolean isQuiet;
  private final Map<String, String> shown = new HashMap<>();

  BuildPrinter(Console console, boolean isQuiet) {
    this.console = console;
    this.isQuiet = isQuiet;
  }

  /// Prints what has changed.
  void show(JsonNode status) {
    if (!isQuiet) {
      Json.elements(status.path("steps")).forEach(this::showStep);
    }
  }

  private void showStep(JsonNode step) {
    var id = step.path("id").asText();
    var state = step.path("state").asText("Waiting");
    var before = shown.getOrDefault(id, "Waiting");
    if (state.equals(before)) {
      return;
    }
    shown.put(id, state);
    if (before.equals("Waiting")) {
      console.note("#%s %s".formatted(id, step.path("instruction").asText("")));
    }
    var end =
        switch (state) {
          case "Succeeded" -> step.path("cached").asBoolean() ? "CACHED" : done(step);
          case "Failed" -> "ERROR";
          case "Cancelled" -> "CANCELED";
          default -> "";
        };
    if (!end.isEmpty()) {
      console.note("#%s %s".formatted(id, end));
    }
  }

  private static String done(JsonNode step) {
    return String.format(Locale.ROOT, "DONE %.1fs", step.path("millis").asLong() / 1000.0);
  }

  /// The end of what the steps wrote, for one that failed.
  void printOutput(JsonNode status) {
    status.path("logTail").asText("").lines().forEach(console::note);
  }

  void printResult(JsonNode status) {
    var id = status.path("imageID").asText("");
    if (isQuiet) {
      console.print(id);
      return;
    }
    console.print("Successfully built " + ImageRow.shortened(id));
    for (var output : status.path("outputs")) {
      Json.text(output, "ref")
          .map(ref -> ImageName.parse(ref).familiar())
          .ifPresent(name -> console.print("Successfully tagged " + Human.printable(name)));
    }
  }
}
