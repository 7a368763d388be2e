package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.context.DirectoryContext;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `build [OPTIONS] DIRECTORY`.
@Command(
    name = "build",
    description = {
      "Build an image on a node. The files of the directory go into the ImageBuild, which holds 64"
          + " text files of 128 KiB, 1 MiB in all; it stays, under a name from -t."
    })
final class BuildCommand extends Verb {
  @Parameters(paramLabel = "DIRECTORY", description = "The build context.")
  private String directory = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile (default: Dockerfile in the directory).")
  private @Nullable Path file;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "Name of the image.")
  private List<String> tags = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the ImageBuild (default: from the first -t, or the directory).")
  private @Nullable String name;

  @Option(names = "--target", paramLabel = "STAGE", description = "Stop at this stage.")
  private @Nullable String target;

  @Option(
      names = "--build-arg",
      paramLabel = "K=V",
      description = "Value of an ARG; K alone takes it from the environment.")
  private List<String> arguments = List.of();

  @Option(names = "--label", paramLabel = "K=V", description = "Label of the image.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--no-cache", description = "Run every step.")
  private boolean noCache;

  @Option(names = "--platform", paramLabel = "P", description = "Platform of the image.")
  private @Nullable String platform;

  @Option(names = "--push", description = "Bring it into the registries of its names.")
  private boolean push;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the id of the image, and nothing else.")
  private boolean quiet;

  @Mixin private SecretOptions secrets = new SecretOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var context = context();
    var names = tags.stream().map(ImageName::parse).toList();
    var build = Kind.IMAGE_BUILD.object(BuildRun.nameOf(name, names, Path.of(directory)));
    build.set("spec", spec(cluster, context, names));
    var printer = new BuildPrinter(console, quiet);
    var status = BuildRun.start(cluster, build, console.now()).await(printer, new Waiting(console));
    printer.printResult(status);
    return 0;
  }

  private DirectoryContext context() {
    if (directory.contains("://") || directory.equals("-")) {
      throw new Failure(
          FailureReason.NotSupported,
          "build of '%s': want a directory; git and http are in spec.source of an ImageBuild"
              .formatted(directory));
    }
    var root = Path.of(directory);
    if (!Files.isDirectory(root)) {
      throw new Failure(FailureReason.ContextUnavailable, "'" + directory + "' is no directory");
    }
    return DirectoryContext.read(root, file == null ? root.resolve("Dockerfile") : file);
  }

  private ObjectNode spec(Cluster cluster, DirectoryContext context, List<ImageName> names) {
    var spec = Json.object();
    spec.set("source", context.source());
    if (target != null) {
      spec.put("target", target);
    }
    var values = values();
    if (!values.isEmpty()) {
      var list = spec.putArray("args");
      values.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
    }
    if (noCache) {
      spec.put("noCache", true);
    }
    if (platform != null) {
      spec.putArray("platforms").add(platform);
    }
    secrets.put(spec, "pullSecretRefs", cluster, BaseRegistries.of(context.dockerfile()));
    var output = spec.putObject("output");
    output.set("images", Json.strings(tags));
    if (!labels.isEmpty()) {
      var list = output.putObject("labels");
      labels.forEach(list::put);
    }
    if (push) {
      output.put("push", true);
      secrets.of(cluster, names.stream().map(ImageName::registry).toList()).stream()
          .findFirst()
          .ifPresent(secret -> output.putObject("pushSecretRef").put("name", secret));
    }
    return spec;
  }

  /// A `K` without a value here is as if it had not been given.
  private Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    for (var argument : arguments) {
      var equals = argument.indexOf('=');
      var value = equals < 0 ? root().environment().get(argument) : argument.substring(equals + 1);
      if (value != null) {
        values.put(equals < 0 ? argument : argument.substring(0, equals), value);
      }
    }
    return values;
  }
}
