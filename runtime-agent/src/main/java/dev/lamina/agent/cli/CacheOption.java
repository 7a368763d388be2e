package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;

/// `--cache-from` and `--cache-to`: `REF`, or `type=registry,ref=REF[,mode=max]` as in Docker.
final class CacheOption {
  private CacheOption() {}

  /// The reference that is meant.
  ///
  /// @throws AgentException `NotSupported` naming another type or attribute
  static String reference(String text) {
    if (!text.contains("=")) {
      return text;
    }
    var reference = "";
    for (var attribute : text.split(",", -1)) {
      var equals = attribute.indexOf('=');
      var name = equals < 0 ? attribute : attribute.substring(0, equals);
      var value = attribute.substring(equals + 1);
      switch (name) {
        case "ref" -> reference = value;
        case "type" -> require(value.equals("registry"), text, attribute);
        case "mode" -> require(value.equals("max"), text, attribute);
        default -> require(false, text, attribute);
      }
    }
    if (reference.isEmpty()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "cache '" + text + "': want ref=REFERENCE");
    }
    return reference;
  }

  private static void require(boolean isKnown, String text, String attribute) {
    if (!isKnown) {
      throw new AgentException(
          FailureReason.NotSupported, "cache '%s': %s".formatted(text, attribute));
    }
  }
}
