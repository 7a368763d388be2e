package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The flags of an instruction, checked against those it may have.
final class InstructionFlags {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  enum Kind {
    /// `--x`, `--x=true`, `--x=false`
    SWITCH,
    /// `--x=value`, once
    VALUE,
    /// `--x=value`, any number of times
    VALUES
  }

  static InstructionFlags parse(List<String> words, Map<String, Kind> allowed) {
    var flags = new InstructionFlags();
    for (var word : words) {
      flags.add(word, allowed);
    }
    return flags;
  }

  private void add(String word, Map<String, Kind> allowed) {
    var equals = word.indexOf('=');
    var name = word.substring(2, equals < 0 ? word.length() : equals);
    var kind = allowed.get(name);
    if (kind == null) {
      throw new SyntaxException(
          "unknown flag: --" + name + Suggestion.of(name, new TreeSet<>(allowed.keySet())));
    }
    var present = values.computeIfAbsent(name, key -> new ArrayList<>());
    if (kind != Kind.VALUES && !present.isEmpty()) {
      throw new SyntaxException("duplicate flag specified: --" + name);
    }
    var hasValue = equals >= 0;
    var value = word.substring(equals + 1);
    if (kind == Kind.SWITCH ? hasValue && value.isEmpty() : !hasValue) {
      throw new SyntaxException("missing a value on flag: --" + name);
    }
    present.add(kind == Kind.SWITCH ? truth(name, hasValue ? value : "true") : value);
  }

  private static String truth(String name, String value) {
    var lower = value.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw new SyntaxException(
          "expecting boolean value for flag --%s, not: %s".formatted(name, value));
    }
    return lower;
  }

  /// The value, or null when the flag was not given.
  @Nullable String value(String name) {
    var given = values.get(name);
    return given == null ? null : given.getFirst();
  }

  String valueOrEmpty(String name) {
    var value = value(name);
    return value == null ? "" : value;
  }

  boolean isOn(String name) {
    return "true".equals(value(name));
  }

  /// Whether the switch is on, or null when it was not given.
  @Nullable Boolean switchValue(String name) {
    var value = value(name);
    return value == null ? null : Boolean.valueOf(value);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
