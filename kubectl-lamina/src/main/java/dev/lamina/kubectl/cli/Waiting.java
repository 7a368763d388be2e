package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Health;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Waits for objects, and says once what each of them lacks meanwhile.
final class Waiting {
  /// Reasons that need somebody's help, or a node that comes back.
  private static final Set<String> LACKS =
      EnumSet.allOf(FailureReason.class).stream().map(Enum::name).collect(Collectors.toSet());

  private final Console console;
  private final Set<String> said = new HashSet<>();

  Waiting(Console console) {
    this.console = console;
  }

  /// Waits until an object is ready.
  ///
  /// @param progress sees every state on the way
  /// @throws Failure as the conditions say
  JsonNode ready(Cluster cluster, Kind kind, String name, Consumer<JsonNode> progress) {
    return cluster.await(
        kind,
        name,
        object -> {
          progress.accept(object);
          return switch (Health.of(object)) {
            case Health.Ready _ -> Optional.of(object);
            case Health.Stalled stalled -> throw new Failure(stalled.reason(), stalled.message());
            case Health.Progressing progressing -> {
              tell(progressing);
              yield Optional.empty();
            }
          };
        });
  }

  /// Says what is lacking, each thing once.
  void tell(Health.Progressing progressing) {
    var isLack = LACKS.contains(progressing.reason()) || progressing.reason().startsWith("Waiting");
    if (isLack && said.add(progressing.reason() + progressing.message())) {
      console.note("waiting: " + progressing.reason() + ": " + progressing.message());
    }
  }
}
