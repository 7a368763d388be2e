package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Health;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run [OPTIONS] IMAGE [ARG...]`: returns what the container returned.
@Command(
    name = "run",
    description = {
      "Run a container on a node, wait for its end, print the end of its output (at most 2048"
          + " characters) and return its exit status."
    },
    synopsisHeading = "Usage: ",
    customSynopsis = "kubectl lamina run [OPTIONS] IMAGE [ARG...]")
final class RunCommand extends Verb {
  /// Exit status when the container could not even be tried, as Docker has it.
  private static final int RUN_FAILED = 125;

  /// Exit status when its program could not be started.
  private static final int NOT_STARTED = 127;

  private static final int LONGEST_NAME = 40;

  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--rm", description = "Remove it when it ends.")
  private boolean remove;

  @Option(
      names = {"-d", "--detach"},
      description = "Return when it runs; prints its name.")
  private boolean detach;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the container.")
  private @Nullable String name;

  @Option(
      names = {"-i", "--interactive"},
      description = "Not built yet.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Not built yet.")
  private boolean tty;

  @Mixin private SecretOptions secrets = new SecretOptions();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name, digest or start of an id.")
  private String image = "";

  @Parameters(index = "1..*", paramLabel = "ARG", description = "In place of the image's command.")
  private List<String> arguments = List.of();

  @Override
  int run(Cluster cluster, Console console) {
    try {
      refuseTerminal();
      return runContainer(cluster, console);
    } catch (Failure failure) {
      console.failed(failure);
      return failure.is(FailureReason.StartError.name()) ? NOT_STARTED : RUN_FAILED;
    }
  }

  private void refuseTerminal() {
    if (interactive || tty) {
      throw new Failure(
          FailureReason.NotSupported,
          "run -it is not built yet in the cluster: on a node, 'lamina-agent run -it %s' does it"
              .formatted(image));
    }
  }

  private int runContainer(Cluster cluster, Console console) {
    var meant = RunImage.of(cluster, image);
    var spec = options.spec(meant.reference(), arguments, root().environment());
    secrets.put(spec, "pullSecretRefs", cluster, meant.registries());
    if (remove && detach) {
      // Nobody is there to remove it; the operator is.
      spec.put("ttlSecondsAfterFinished", 0);
    }
    var object = Kind.CONTAINER_RUN.object(name == null ? newName() : name);
    object.set("spec", spec);
    var made = cluster.create(object).at("/metadata/name").asText();
    if (detach) {
      awaitStart(cluster, made, console);
      console.print(made);
      return 0;
    }
    var interrupted = new Thread(() -> giveUp(cluster, made));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return end(awaitEnd(cluster, made, console), console);
    } finally {
      forget(interrupted, cluster, made);
    }
  }

  private void forget(Thread interrupted, Cluster cluster, String made) {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      return; // this process ends, and the hook does what is to be done
    }
    if (remove) {
      cluster.delete(Kind.CONTAINER_RUN, made, false);
    }
  }

  /// Whoever interrupts a `run` in the foreground ends its container, as with Docker.
  private void giveUp(Cluster cluster, String made) {
    if (remove) {
      cluster.delete(Kind.CONTAINER_RUN, made, false);
    } else {
      Stopping.ask(cluster, made, "Stopped");
    }
  }

  private String newName() {
    var path = image.startsWith("sha256:") ? "" : ImageName.parse(image).path();
    var slug = path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = slug.substring(0, Math.min(slug.length(), LONGEST_NAME)).replaceAll("^-|-$", "");
    return (cut.isEmpty() ? "container" : cut) + "-" + Errand.suffix();
  }

  private static void awaitStart(Cluster cluster, String name, Console console) {
    var waiting = new Waiting(console);
    cluster.await(
        Kind.CONTAINER_RUN,
        name,
        object -> {
          var container = new Container(object);
          if (container.isRunning() || container.exitCode().isPresent()) {
            return Optional.of(container);
          }
          return settled(object, waiting);
        });
  }

  private static Container awaitEnd(Cluster cluster, String name, Console console) {
    var waiting = new Waiting(console);
    return cluster.await(
        Kind.CONTAINER_RUN,
        name,
        object -> new Container(object).isRunning() ? Optional.empty() : settled(object, waiting));
  }

  /// A container for which nothing more happens; one that never ran is a failure.
  private static Optional<Container> settled(JsonNode object, Waiting waiting) {
    var container = new Container(object);
    return switch (Health.of(object)) {
      case Health.Ready _ -> Optional.of(container);
      case Health.Stalled stalled -> {
        var hasRun = !stalled.reason().equals(FailureReason.StartError.name());
        if (hasRun && container.hasEnded() && container.exitCode().isPresent()) {
          yield Optional.of(container);
        }
        throw new Failure(stalled.reason(), stalled.message());
      }
      case Health.Progressing progressing -> {
        waiting.tell(progressing);
        yield Optional.empty();
      }
    };
  }

  private static int end(Container container, Console console) {
    LogTail.print(container, console);
    return container.exitCode().orElse(RUN_FAILED);
  }
}
