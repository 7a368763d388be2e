package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.http.BuildProgress;
import dev.lamina.agent.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Steps and log lines of a build as BuildKit's plain progress prints them; progress goes to
/// standard error, the result to standard output.
final class BuildPrinter {
  private final Console console;
  private int shown = -1;
  private List<String> warnings = List.of();

  BuildPrinter(Console console) {
    this.console = console;
  }

  void print(BuildProgress progress) {
    if (progress.event() == BuildProgress.Kind.linted) {
      warnings = Objects.requireNonNullElse(progress.text(), "").lines().toList();
    }
    if (progress.step() == 0) {
      return;
    }
    var step = "#" + progress.step() + " ";
    if (progress.step() != shown) {
      if (shown >= 0) {
        console.err().println();
      }
      shown = progress.step();
      if (progress.event() != BuildProgress.Kind.started && progress.name() != null) {
        console.err().println(step + progress.name());
      }
    }
    console.err().println(step + text(progress));
  }

  /// As BuildKit does, below everything else that is not the result.
  void printWarnings() {
    if (!warnings.isEmpty()) {
      var count = warnings.size() == 1 ? "1 warning" : warnings.size() + " warnings";
      console.err().println();
      console.err().println(" " + count + " found:");
      warnings.forEach(warning -> console.err().println(" - " + warning));
    }
  }

  void print(JsonNode answer) {
    var result = Json.read(answer, BuildResult.class);
    console.err().println();
    console.print("Successfully built " + result.imageId().shortHex());
    result.tags().forEach(tag -> console.print("Successfully tagged " + tag));
  }

  private static String text(BuildProgress progress) {
    return switch (progress.event()) {
      case planned, linted, started -> Objects.requireNonNullElse(progress.name(), "");
      case cached -> "CACHED";
      case finished -> "DONE " + seconds(progress, 1) + "s";
      // Why is the last line of all, which everybody finds.
      case failed -> "ERROR";
      case cancelled -> "CANCELED";
      case log -> seconds(progress, 3) + " " + progress.text();
    };
  }

  private static String seconds(BuildProgress progress, int digits) {
    var millis = Objects.requireNonNullElse(progress.millis(), 0L);
    return String.format(Locale.ROOT, "%." + digits + "f", millis / 1000.0);
  }
}
