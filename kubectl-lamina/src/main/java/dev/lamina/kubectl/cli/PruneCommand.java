package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;
import dev.lamina.kubectl.text.Human;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `prune [-a] [-f] [--dry-run] [--filter NAME=VALUE]...`.
@Command(name = "prune", description = "Remove images that nothing uses, from all nodes.")
final class PruneCommand extends Verb {
  @Option(
      names = {"-a", "--all"},
      description = "Those with a name, too.")
  private boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask.")
  private boolean force;

  @Option(names = "--dry-run", description = "Say what would go, remove nothing.")
  private boolean dryRun;

  @Option(names = "--build-cache", description = "The build cache of the namespace, too.")
  private boolean buildCache;

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      description = "Only those: until=24h (pulled or built longer ago), label=KEY[=VALUE].")
  private List<String> filters = List.of();

  @Override
  int run(Cluster cluster, Console console) {
    var spec = spec();
    if (!dryRun && !force && !isMeant(console)) {
      return 0;
    }
    var known = Images.of(cluster, false).rows();
    JsonNode status;
    try (var errand = Errand.start(cluster, Kind.IMAGE_PRUNE, spec)) {
      status = errand.await(new Waiting(console), progress -> {}).path("status");
    }
    if (status.path("matchedImages").asInt() > 0) {
      console.print(dryRun ? "Images that would go:" : "Deleted Images:");
      Removals.print(status, true, known, console);
      console.print("");
    }
    console.print(
        "Total %s space: %s"
            .formatted(
                dryRun ? "reclaimable" : "reclaimed",
                Human.size(status.path("reclaimableBytes").asLong())));
    return 0;
  }

  private ObjectNode spec() {
    var spec = Json.object().put("dryRun", dryRun).put("buildCache", buildCache);
    var match = spec.putObject("match").put("dangling", !all).put("unused", true);
    var labels = Json.object();
    for (var filter : filters) {
      var parts = filter.split("=", 3);
      if (parts.length == 2 && parts[0].equals("until")) {
        match.put("olderThan", parts[1]);
      } else if (parts.length > 1 && parts[0].equals("label")) {
        labels.put(parts[1], parts.length > 2 ? parts[2] : "");
      } else {
        throw new Failure(
            FailureReason.InvalidArgument,
            "--filter '" + filter + "': want until=DURATION or label=KEY[=VALUE]");
      }
    }
    if (!labels.isEmpty()) {
      match.set("labels", labels);
    }
    return spec;
  }

  private boolean isMeant(Console console) {
    var which = all ? "all images without a container" : "all images without a name";
    console.note("WARNING! This will remove " + which + " from all nodes.");
    console.err().print("Are you sure you want to continue? [y/N] ");
    console.err().flush();
    try {
      var reader = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      var answer = reader.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
