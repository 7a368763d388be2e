package dev.lamina.agent.build.plan;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Build contexts with a name, each of which takes the place of the stage or image of that name.
public final class NamedContexts {
  public static final NamedContexts NONE = new NamedContexts(Map.of());

  private final Map<String, Target> targets = new HashMap<>();

  public NamedContexts(Map<String, Target> targets) {
    targets.forEach((name, target) -> this.targets.put(normalized(name), target));
  }

  /// What a name stands for.
  public sealed interface Target {
    /// An image, by its reference.
    record Image(String reference) implements Target {}

    /// Files that the build has under this name.
    record Files(String name) implements Target {}
  }

  Optional<Target> find(String name) {
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(targets.get(normalized(name)));
  }

  /// `docker.io/library/busybox:latest` and `busybox` are the same name.
  private static String normalized(String name) {
    try {
      var reference = Reference.parse(name).toString();
      return reference.endsWith(":latest")
          ? reference.substring(0, reference.length() - ":latest".length())
          : reference;
    } catch (AgentException notAReference) {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
