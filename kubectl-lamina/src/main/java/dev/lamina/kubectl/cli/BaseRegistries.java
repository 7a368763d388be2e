package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The registries that a Dockerfile's base images may come from.
final class BaseRegistries {
  private static final Pattern FROM =
      Pattern.compile("(?im)^[ \\t]*FROM[ \\t]+(?:--\\S+[ \\t]+)*(\\S+)");

  private BaseRegistries() {}

  /// As far as names are written out: what an ARG makes of them is known on the node only.
  static List<String> of(String dockerfile) {
    return FROM.matcher(dockerfile)
        .results()
        .map(found -> found.group(1))
        .flatMap(name -> registry(name).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> registry(String name) {
    try {
      return name.equals("scratch")
          ? Optional.empty()
          : Optional.of(ImageName.parse(name).registry()).filter(host -> !host.equals("localhost"));
    } catch (Failure failure) {
      return Optional.empty();
    }
  }
}
