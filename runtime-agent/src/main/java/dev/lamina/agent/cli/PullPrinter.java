package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.PullEvent;
import java.io.PrintStream;

/// The layers of a pull as `docker pull` prints them, beside whatever a verb prints itself.
final class PullPrinter {
  private final String image;
  private final PrintStream out;
  private boolean isAnnounced;

  PullPrinter(String image, PrintStream out) {
    this.image = image;
    this.out = out;
  }

  void print(JsonNode event) {
    if (!isAnnounced) {
      isAnnounced = true;
      out.println("Pulling image '" + image + "'");
    }
    print(Json.read(event, PullEvent.class), out);
  }

  static void print(PullEvent event, PrintStream out) {
    var layer = event.layer().shortHex();
    switch (event.state()) {
      case PRESENT -> out.println(layer + ": Already exists");
      case PULLED -> out.println(layer + ": Pull complete");
      case PULLING -> {}
    }
  }
}
