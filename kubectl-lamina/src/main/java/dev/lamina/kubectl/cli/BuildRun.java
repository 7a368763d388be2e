package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Health;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One build of an ImageBuild: the one that was asked for now, whatever it built before.
record BuildRun(Cluster cluster, String name, String mark) {
  /// The operator shortens no name, and makes longer ones of it.
  private static final int LONGEST_NAME = 52;

  /// What is refused without a build.
  private static final Set<String> REFUSALS =
      Set.of(
          FailureReason.NotSupported.name(),
          FailureReason.InvalidArgument.name(),
          FailureReason.InvalidReference.name());

  /// The name of the ImageBuild.
  static String nameOf(@Nullable String given, List<ImageName> names, Path directory) {
    if (given != null) {
      return given;
    }
    var text =
        names.isEmpty()
            ? String.valueOf(directory.toAbsolutePath().normalize().getFileName())
            : names.getFirst().path();
    var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = slug.substring(0, Math.min(slug.length(), LONGEST_NAME)).replaceAll("^-+|-+$", "");
    return cut.isEmpty() ? "build" : cut;
  }

  /// Makes the object, or gives the one of before the new spec; either way it builds.
  ///
  /// @throws Failure `AlreadyExists` if somebody else has made an ImageBuild of that name
  static BuildRun start(Cluster cluster, ObjectNode build, Instant now) {
    var mark = now.toString();
    ((ObjectNode) build.path("metadata")).putObject("annotations").put(Lamina.REBUILD_AT, mark);
    var name = build.at("/metadata/name").asText();
    var before = cluster.find(Kind.IMAGE_BUILD, name);
    if (before.isEmpty()) {
      cluster.create(build);
    } else if (Kind.isOurs(before.get())) {
      cluster.replace(build);
    } else {
      throw new Failure(
          FailureReason.AlreadyExists,
          "ImageBuild %s is not of kubectl lamina build: give this one another --name"
              .formatted(name));
    }
    return new BuildRun(cluster, name, mark);
  }

  /// Waits for its end; the status then.
  ///
  /// @throws Failure as the conditions say
  JsonNode await(BuildPrinter printer, Waiting waiting) {
    return cluster.await(
        Kind.IMAGE_BUILD,
        name,
        object -> {
          var status = object.path("status");
          var isOurs = status.path("lastHandledRebuildAt").asText("").equals(mark);
          if (isOurs) {
            printer.show(status);
          }
          return ended(object, isOurs, printer, waiting);
        });
  }

  private static Optional<JsonNode> ended(
      JsonNode object, boolean isOurs, BuildPrinter printer, Waiting waiting) {
    var status = object.path("status");
    switch (Health.of(object)) {
      case Health.Ready _ -> {
        return isOurs ? Optional.of(status) : Optional.empty();
      }
      case Health.Stalled stalled -> {
        if (isOurs || REFUSALS.contains(stalled.reason())) {
          printer.printOutput(status);
          throw new Failure(stalled.reason(), stalled.message());
        }
        return Optional.empty();
      }
      case Health.Progressing progressing -> {
        waiting.tell(progressing);
        return Optional.empty();
      }
    }
  }
}
