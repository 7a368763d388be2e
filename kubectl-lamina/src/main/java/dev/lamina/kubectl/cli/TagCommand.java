package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.image.ImageName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tag SOURCE TARGET`.
@Command(name = "tag", description = "Give an image one more name, on every node that has it.")
final class TagCommand extends Verb {
  @Parameters(index = "0", paramLabel = "SOURCE", description = "Name, digest or start of an id.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "TARGET", description = "The new name.")
  private String target = "";

  @Override
  int run(Cluster cluster, Console console) {
    ImageName.parse(target);
    var spec = Copies.spec(cluster, source);
    spec.putArray("tags").add(target);
    Copies.make(cluster, spec, console);
    return 0;
  }
}
