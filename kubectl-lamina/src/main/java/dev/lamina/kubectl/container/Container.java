package dev.lamina.kubectl.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.json.Json;
import dev.lamina.kubectl.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// One ContainerRun, as its status tells it.
///
/// @param object as the API has it
public record Container(JsonNode object) {
  private static final int SHORT = 12;

  public String name() {
    return object.at("/metadata/name").asText();
  }

  public String namespace() {
    return object.at("/metadata/namespace").asText();
  }

  private JsonNode status() {
    return object.path("status");
  }

  /// ID of the container on its node; empty while there is none.
  public String id() {
    var text = status().path("containerID").asText();
    return text.substring(text.indexOf("//") < 0 ? 0 : text.indexOf("//") + 2);
  }

  public String shortId() {
    return id().substring(0, Math.min(SHORT, id().length()));
  }

  public String image() {
    return object.at("/spec/image").asText("");
  }

  /// The image that runs, with its digest.
  public String resolvedImage() {
    return status().path("image").asText("");
  }

  public String node() {
    return status().path("nodeName").asText("");
  }

  /// What was asked for in place of what the image says; empty if nothing was.
  public String command() {
    var words = new ArrayList<>(Json.texts(object.at("/spec/command")));
    words.addAll(Json.texts(object.at("/spec/args")));
    return String.join(" ", words);
  }

  public String state() {
    return status().path("state").asText("Pending");
  }

  public boolean isRunning() {
    return state().equals("Running") || state().equals("Paused");
  }

  public boolean hasEnded() {
    return state().equals("Exited");
  }

  public OptionalInt exitCode() {
    var code = status().path("exitCode");
    return code.isInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
  }

  public Optional<String> logTail() {
    return Json.text(status(), "logTail");
  }

  public Optional<Instant> created() {
    return Json.time(object.path("metadata"), "creationTimestamp");
  }

  /// As the column STATUS: `Up 2 minutes`, `Exited (0) 2 minutes ago`, `Pulling`.
  public String summary(Instant now) {
    return switch (state()) {
      case "Running" -> "Up " + since("startedAt", now);
      case "Paused" -> "Up " + since("startedAt", now) + " (Paused)";
      case "Exited" -> "Exited (%s) %s ago".formatted(code(), since("finishedAt", now));
      default -> state();
    };
  }

  private String code() {
    return exitCode().isPresent() ? Integer.toString(exitCode().getAsInt()) : "?";
  }

  private String since(String field, Instant now) {
    return Json.time(status(), field)
        .map(time -> Human.duration(Duration.between(time, now)))
        .orElse("an unknown time");
  }

  public List<Port> ports() {
    return Json.elements(status().path("ports")).stream().map(Port::of).toList();
  }

  /// A published port.
  ///
  /// @param inside as `80/tcp`
  /// @param outside as `10.0.3.17:33333`; absent if it is not bound
  public record Port(String inside, Optional<String> outside) {
    private static Port of(JsonNode port) {
      var protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
      var onNode = Json.text(port, "hostPort").map(number -> "0.0.0.0:" + number);
      return new Port(
          port.path("containerPort").asInt() + "/" + protocol,
          Json.text(port, "address").or(() -> onNode));
    }

    /// `10.0.3.17:33333->80/tcp`.
    public String summary() {
      return outside.map(place -> place + "->" + inside).orElse(inside);
    }
  }
}
