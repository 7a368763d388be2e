package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pull IMAGE`, with the lines of `docker pull`.
@Command(name = "pull", description = "Fetch an image onto the nodes of the cluster.")
final class PullCommand extends Verb {
  @Parameters(paramLabel = "IMAGE", description = "Its name in a registry.")
  private String reference = "";

  @Option(names = "--platform", paramLabel = "P", description = "os/architecture[/variant].")
  private @Nullable String platform;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "Onto this node, and others so named; default: all that are ready.")
  private List<String> nodes = List.of();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the name and nothing else.")
  private boolean quiet;

  @Option(
      names = "--min-free",
      paramLabel = "SIZE",
      description = "Disk space a node must have left, such as 1Gi; default: 5Gi.")
  private @Nullable String minFree;

  @Mixin private SecretOptions secrets = new SecretOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var name = ImageName.parse(reference);
    if (name.registry().equals("localhost")) {
      throw new Failure(
          FailureReason.InvalidReference,
          "'" + reference + "' lives on nodes only: there is no registry to pull it from");
    }
    var before = quiet ? null : Images.of(cluster, false).named(name.complete()).orElse(null);
    if (!quiet) {
      announce(name, console);
    }
    JsonNode status;
    try (var errand = Errand.start(cluster, Kind.IMAGE_PULL, spec(cluster, name))) {
      var progress = new PullProgress(quiet ? line -> {} : console::print);
      status = errand.await(new Waiting(console), progress::show).path("status");
    }
    if (!quiet) {
      var digest = status.at("/resolved/0/digest").asText("");
      var isNew = before == null || !before.digest().equals(digest);
      console.print("Digest: " + digest);
      console.print(
          "Status: %s for %s"
              .formatted(
                  isNew ? "Downloaded newer image" : "Image is up to date", name.familiar()));
    }
    console.print(name.complete());
    return 0;
  }

  private static void announce(ImageName name, Console console) {
    if (name.isBare()) {
      console.print("Using default tag: " + ImageName.LATEST);
    }
    console.print(name.version() + ": Pulling from " + name.remotePath());
  }

  private ObjectNode spec(Cluster cluster, ImageName name) {
    var spec = Json.object();
    spec.putArray("images").add(name.complete());
    // What is present is looked up anew, as docker pull does.
    spec.put("imagePullPolicy", "Always");
    if (platform != null) {
      spec.put("platform", platform);
    }
    if (!nodes.isEmpty()) {
      spec.putObject("nodes").set("names", Json.strings(nodes));
    }
    if (minFree != null) {
      spec.putObject("limits").put("minFreeBytesAfterPull", minFree);
    }
    secrets.put(spec, "pullSecretRefs", cluster, List.of(name.registry()));
    return spec;
  }
}
