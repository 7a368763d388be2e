package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A verb whose answer is shown: for people, or with `-o json` as the API gave it.
abstract class PrintingVerb extends Verb {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json; without it a table for people.")
  private @Nullable Format format;

  enum Format {
    json
  }

  /// Prints progress unless the answer is to be JSON alone.
  void forPeople(Runnable progress) {
    if (format == null) {
      progress.run();
    }
  }

  /// Prints the answer as JSON when asked to, else as `forPeople` does.
  int show(Console console, JsonNode answer, Runnable forPeople) {
    if (isJson()) {
      console.print(Json.pretty(answer));
    } else {
      forPeople.run();
    }
    return 0;
  }

  boolean isJson() {
    return format == Format.json;
  }
}
