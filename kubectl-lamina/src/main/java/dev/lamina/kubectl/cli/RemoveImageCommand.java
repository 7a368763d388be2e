package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rmi [-f] IMAGE...`: goes on with the others when one cannot be removed.
@Command(
    name = "rmi",
    description = "Take names away on all nodes, and images that have none left.")
class RemoveImageCommand extends Verb {
  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Names, digests or starts of ids.")
  private List<String> references = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "By id also with several names; what a container uses loses its names.")
  private boolean force;

  @Override
  int run(Cluster cluster, Console console) {
    var status = 0;
    for (var reference : references) {
      try {
        remove(reference, cluster, console);
      } catch (Failure failure) {
        status = console.failed(failure);
      }
    }
    return status;
  }

  private void remove(String reference, Cluster cluster, Console console) {
    var images = Images.of(cluster, false);
    var image = images.get(reference);
    var names = images.namesOf(image.digest());
    var byName = images.named(reference).flatMap(ImageRow::reference);
    if (byName.isEmpty() && names.size() > 1 && !force) {
      throw new Failure(
          FailureReason.InUse,
          "image %s has %d names: remove them, or use -f".formatted(image.shortId(), names.size()));
    }
    var isLast = byName.isEmpty() || names.size() < 2;
    if (isLast && !force) {
      refuseIfUsed(image, cluster);
    }
    // A name may go from an image in use that keeps another; the nodes call that forced.
    var spec = Json.object().put("dryRun", false).put("force", force || !isLast);
    var match = spec.putObject("match");
    byName.ifPresentOrElse(
        name -> match.putArray("references").add(name),
        () -> match.putArray("digests").add(image.digest()));
    prune(spec, image, images, cluster, console);
  }

  /// A container that is known to run this very image keeps it.
  private static void refuseIfUsed(ImageRow image, Cluster cluster) {
    var users = Containers.of(cluster, false).madeOf(image.digest());
    if (!users.isEmpty()) {
      throw inUse(image, users.getFirst());
    }
  }

  private static Failure inUse(ImageRow image, Container user) {
    return new Failure(
        FailureReason.InUse,
        "image %s is used by container %s%s: remove that first, or use -f"
            .formatted(image.title(), user.name(), user.isRunning() ? ", which is running" : ""));
  }

  /// Why the nodes have kept it, as far as it can be told from here.
  private static Failure kept(ImageRow image, Images images, Cluster cluster) {
    return Containers.of(cluster, false).all().stream()
        .filter(user -> images.find(user.image()).filter(image::isSameImage).isPresent())
        .findFirst()
        .map(user -> inUse(image, user))
        .orElseGet(() ->
            new Failure(
                FailureReason.InUse,
                "image %s stays: something on its nodes holds it".formatted(image.title())));
  }

  private static void prune(
      ObjectNode spec, ImageRow image, Images images, Cluster cluster, Console console) {
    try (var errand = Errand.start(cluster, Kind.IMAGE_PRUNE, spec)) {
      var status = errand.await(new Waiting(console), progress -> {}).path("status");
      if (status.path("matchedImages").asInt() == 0) {
        throw kept(image, images, cluster);
      }
      Removals.print(status, status.path("removed").asInt() > 0, List.of(image), console);
    }
  }
}
