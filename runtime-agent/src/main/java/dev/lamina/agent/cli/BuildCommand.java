package dev.lamina.agent.cli;

import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.BuildCall;
import dev.lamina.agent.http.BuildProgress;
import dev.lamina.agent.http.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `build [OPTIONS] CONTEXT`.
@Command(name = "build", description = "Build an image from a Dockerfile.")
final class BuildCommand extends Verb {
  @Parameters(paramLabel = "CONTEXT", description = "Directory, tarball, or http(s) URL.")
  private String context = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile (default: Dockerfile in the context).")
  private @Nullable Path file;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "REF",
      description = "Name of the image.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Stop at this stage.")
  private @Nullable String target;

  @Option(
      names = "--build-arg",
      paramLabel = "K=V",
      description = "Value of an ARG; K alone takes it from the environment.")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--label", paramLabel = "K=V", description = "Label of the image.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--no-cache", description = "Run every step.")
  private boolean noCache;

  @Option(
      names = "--no-cache-filter",
      paramLabel = "STAGE",
      split = ",",
      description = "Run every step of this stage.")
  private List<String> noCacheFilter = new ArrayList<>();

  @Option(names = "--annotation", paramLabel = "K=V", description = "Annotation of the manifest.")
  private Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--compression",
      paramLabel = "C",
      description = "Of the new layers: gzip (default), zstd or none.")
  private @Nullable String compression;

  @Option(names = "--platform", paramLabel = "P", description = "Platform of the image.")
  private @Nullable String platform;

  @Option(names = "--network", paramLabel = "N", description = "default, none or host, for RUN.")
  private @Nullable String network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Also write the image there, as an OCI archive.")
  private @Nullable Path output;

  @Option(names = "--pull", description = "Look for newer images of FROM in their registries.")
  private boolean pull;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the id of the image, and nothing else.")
  private boolean quiet;

  @Option(
      names = "--secret",
      paramLabel = "id=ID,src=FILE",
      description = "File (or env=VARIABLE) for RUN --mount=type=secret.")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--build-context",
      paramLabel = "NAME=SRC",
      description = "Takes the place of stage or image NAME: a context, or docker-image://REF.")
  private Map<String, String> contexts = new LinkedHashMap<>();

  @Option(
      names = "--cache-from",
      paramLabel = "REF",
      description = "Look for results of steps there, too; also type=registry,ref=REF.")
  private List<String> cacheFrom = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "REF",
      description = "Leave the results of all steps there; also type=registry,ref=REF,mode=max.")
  private @Nullable String cacheTo;

  @Override
  int run(ApiClient agent, Console console) {
    if (quiet) {
      var result = agent.call("POST", "/v1/builds", order(console.caller()), progress -> {});
      console.print(Json.read(result, BuildResult.class).imageId().toString());
      return 0;
    }
    var printer = new BuildPrinter(console);
    try {
      var result =
          agent.call(
              "POST",
              "/v1/builds",
              order(console.caller()),
              event -> printer.print(Json.read(event, BuildProgress.class)));
      printer.printWarnings();
      printer.print(result);
      return 0;
    } catch (AgentException e) {
      printer.printWarnings();
      throw e;
    }
  }

  private BuildCall order(Caller caller) {
    return new BuildCall(
        here(context, caller),
        file == null ? null : caller.absolute(file),
        target,
        BuildArguments.resolved(arguments, caller.environment()),
        tags,
        labels,
        secrets.stream().map(text -> SecretOption.parse(text, caller)).toList(),
        here(contexts, caller),
        noCache,
        noCacheFilter,
        annotations,
        compression,
        network,
        platform,
        output == null ? null : caller.absolute(output),
        pull,
        DockerLogin.file(caller),
        cacheFrom.stream().map(CacheOption::reference).toList(),
        cacheTo == null ? null : CacheOption.reference(cacheTo));
  }

  private static Map<String, String> here(Map<String, String> contexts, Caller caller) {
    var resolved = new LinkedHashMap<String, String>();
    contexts.forEach((name, context) -> resolved.put(name, here(context, caller)));
    return resolved;
  }

  /// A path as the agent finds it, which may run elsewhere; a URL as it is.
  private static String here(String context, Caller caller) {
    var path = caller.directory().resolve(context);
    return Files.exists(path) || !context.contains(":") ? path.normalize().toString() : context;
  }
}
