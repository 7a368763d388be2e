package dev.lamina.agent.build;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The secrets of a build, which reach nothing but the mounts of a RUN. They do not show in
/// [#toString], and [#masked] takes them out of output.
public final class Secrets {
  public static final Secrets NONE = new Secrets(Map.of());

  /// Shorter lines would make ordinary output unreadable.
  private static final int MIN_MASKED = 6;

  private final Map<String, byte[]> values = new HashMap<>();
  private final List<String> lines;

  public Secrets(Map<String, byte[]> values) {
    values.forEach((id, value) -> this.values.put(id, value.clone()));
    this.lines =
        values.values().stream()
            .flatMap(value -> new String(value, StandardCharsets.UTF_8).lines())
            .map(String::strip)
            .filter(line -> line.length() >= MIN_MASKED)
            .distinct()
            .sorted((a, b) -> b.length() - a.length())
            .toList();
  }

  Optional<byte[]> find(String id) {
    return Optional.ofNullable(values.get(id)).map(byte[]::clone);
  }

  /// A line of output without the secrets in it.
  String masked(String line) {
    var result = line;
    for (var secret : lines) {
      result = result.replace(secret, "****");
    }
    return result;
  }

  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }
}
