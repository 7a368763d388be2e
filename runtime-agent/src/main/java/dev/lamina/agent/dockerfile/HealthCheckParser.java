package dev.lamina.agent.dockerfile;

import static dev.lamina.agent.dockerfile.InstructionFlags.Kind.VALUE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// HEALTHCHECK.
final class HealthCheckParser {
  private static final Map<String, InstructionFlags.Kind> FLAGS =
      Map.of(
          "interval", VALUE,
          "timeout", VALUE,
          "start-period", VALUE,
          "start-interval", VALUE,
          "retries", VALUE);

  private HealthCheckParser() {}

  static HealthCheckSpec parse(InstructionLine line) {
    var flags = InstructionFlags.parse(line.flags(), FLAGS);
    if (line.arguments().isEmpty()) {
      throw new SyntaxException("HEALTHCHECK requires at least one argument");
    }
    var parts = splitType(line.arguments());
    var type = parts.getFirst().toUpperCase(Locale.ROOT);
    return switch (type) {
      case "NONE" -> none(parts.get(1));
      case "CMD" ->
          new HealthCheckSpec(
              test(parts.get(1)),
              duration(flags, "interval"),
              duration(flags, "timeout"),
              duration(flags, "start-period"),
              duration(flags, "start-interval"),
              retries(flags.valueOrEmpty("retries")));
      default ->
          throw new SyntaxException("unknown type \"%s\" in HEALTHCHECK (try CMD)".formatted(type));
    };
  }

  private static HealthCheckSpec none(String arguments) {
    if (!arguments.isEmpty()) {
      throw new SyntaxException("HEALTHCHECK NONE takes no arguments");
    }
    return HealthCheckSpec.none();
  }

  private static List<String> test(String command) {
    var strings = JsonStrings.parse(command);
    if (command.isEmpty() || strings.filter(List::isEmpty).isPresent()) {
      throw new SyntaxException("missing command after HEALTHCHECK CMD");
    }
    if (strings.isEmpty()) {
      return List.of("CMD-SHELL", command);
    }
    var test = new ArrayList<String>(List.of("CMD"));
    test.addAll(strings.get());
    return test;
  }

  private static List<String> splitType(String arguments) {
    var end = 0;
    while (end < arguments.length() && !Whitespace.isSpace(arguments.charAt(end))) {
      end++;
    }
    return List.of(arguments.substring(0, end), Whitespace.trimLeft(arguments.substring(end)));
  }

  private static Duration duration(InstructionFlags flags, String name) {
    var value = flags.valueOrEmpty(name);
    var duration = value.isEmpty() ? Duration.ZERO : GoDuration.parse(value);
    if (!duration.isZero() && duration.compareTo(Duration.ofMillis(1)) < 0) {
      throw new SyntaxException("interval \"%s\" cannot be less than 1ms".formatted(name));
    }
    return duration;
  }

  private static int retries(String value) {
    try {
      var retries = value.isEmpty() ? 0 : Integer.parseInt(value);
      if (retries < 0) {
        throw new SyntaxException("--retries cannot be negative (%d)".formatted(retries));
      }
      return retries;
    } catch (NumberFormatException e) {
      throw new SyntaxException("--retries is not a number: " + value);
    }
  }
}
