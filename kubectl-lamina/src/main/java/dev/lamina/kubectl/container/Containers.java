package dev.lamina.kubectl.container;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The containers there are.
///
/// @param all the newest first, as Docker has them
public record Containers(List<Container> all) {
  public Containers {
    all = List.copyOf(all);
  }

  /// Asks for the containers.
  ///
  /// @param everywhere those of all namespaces
  public static Containers of(Cluster cluster, boolean everywhere) {
    var newestFirst =
        Comparator.comparing((Container container) -> container.created().orElse(Instant.EPOCH))
            .reversed()
            .thenComparing(Container::name);
    return new Containers(
        cluster.list(Kind.CONTAINER_RUN, everywhere).stream()
            .map(Container::new)
            .sorted(newestFirst)
            .toList());
  }

  /// The container of a name or the start of an ID.
  ///
  /// @throws Failure `InvalidArgument` if it is the start of several IDs
  public Optional<Container> find(String text) {
    return all.stream()
        .filter(container -> container.name().equals(text))
        .findFirst()
        .or(() -> withId(text));
  }

  /// The container that must be there.
  ///
  /// @throws Failure `NotFound`
  public Container get(String text) {
    return find(text)
        .orElseThrow(() -> new Failure(FailureReason.NotFound, "no container '" + text + "'"));
  }

  private Optional<Container> withId(String text) {
    var found =
        all.stream()
            .filter(container -> !text.isEmpty() && container.id().startsWith(text))
            .toList();
    if (found.size() > 1) {
      throw new Failure(
          FailureReason.InvalidArgument,
          "'%s' is the start of several container IDs: %s"
              .formatted(
                  text, found.stream().map(Container::name).collect(Collectors.joining(", "))));
    }
    return found.stream().findFirst();
  }

  /// The containers that were made of an image.
  ///
  /// @param digest of its manifest
  public List<Container> madeOf(String digest) {
    return all.stream().filter(container -> container.resolvedImage().endsWith(digest)).toList();
  }
}
