package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.image.ImageName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `push IMAGE [TARGET]`, with the lines of `docker push`.
@Command(name = "push", description = "Bring an image from a node that has it into a registry.")
final class PushCommand extends Verb {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name, digest or start of an id.")
  private String source = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "Its name in the registry; default: IMAGE.")
  private @Nullable String destination;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the name and nothing else.")
  private boolean quiet;

  @Mixin private SecretOptions secrets = new SecretOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var target = ImageName.parse(Objects.requireNonNullElse(destination, source));
    var spec = Copies.spec(cluster, source);
    spec.putArray("destinations").add(target.complete());
    secrets.put(spec, "pushSecretRefs", cluster, List.of(target.registry()));
    if (!quiet) {
      if (target.isBare()) {
        console.print("Using default tag: " + ImageName.LATEST);
      }
      console.print("The push refers to repository [" + target.repository() + "]");
    }
    var status = Copies.make(cluster, spec, console);
    console.print(
        quiet
            ? target.complete()
            : target.version() + ": digest: " + status.at("/copies/0/digest").asText());
    return 0;
  }
}
