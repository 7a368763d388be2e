package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.OutputEvent;
import java.io.PrintStream;

/// Output of a container, to the stream it was written to.
final class Output {
  private Output() {}

  static void print(JsonNode event, Console console) {
    var output = Json.read(event, OutputEvent.class);
    PrintStream stream = output.stream().equals("stderr") ? console.err() : console.out();
    stream.writeBytes(output.bytes());
    stream.flush();
  }
}
