package dev.lamina.agent.dockerfile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The instructions of the language. Their names are case-insensitive.
enum Keyword {
  ADD,
  ARG,
  CMD,
  COPY,
  ENTRYPOINT,
  ENV,
  EXPOSE,
  FROM,
  HEALTHCHECK,
  LABEL,
  MAINTAINER,
  ONBUILD,
  RUN,
  SHELL,
  STOPSIGNAL,
  USER,
  VOLUME,
  WORKDIR;

  static Optional<Keyword> of(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(keyword -> keyword.name().equals(upper)).findFirst();
  }

  static String unknown(String name) {
    return "unknown instruction: " + name + Suggestion.of(name, names());
  }

  private static Iterable<String> names() {
    return Arrays.stream(values())
        .map(Enum::name)
        .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
