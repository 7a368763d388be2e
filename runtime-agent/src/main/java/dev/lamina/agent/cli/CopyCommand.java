package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.CopyRequest;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cp CONTAINER:PATH PATH` and `cp PATH CONTAINER:PATH`.
@Command(name = "cp", description = "Copy files out of a container, or into one.")
final class CopyCommand extends Verb {
  @Parameters(index = "0", paramLabel = "SOURCE", description = "PATH or CONTAINER:PATH.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "TARGET", description = "CONTAINER:PATH or PATH.")
  private String target = "";

  /// @param path absolute
  private record Place(String container, String path) {
    /// Empty for a path of the node: `./a:b` is one.
    static Optional<Place> inContainer(String text) {
      var colon = text.indexOf(':');
      if (colon <= 0 || text.startsWith("/") || text.startsWith(".")) {
        return Optional.empty();
      }
      var path = text.substring(colon + 1);
      return Optional.of(
          new Place(text.substring(0, colon), path.startsWith("/") ? path : "/" + path));
    }
  }

  @Override
  int run(ApiClient agent, Console console) {
    var from = Place.inContainer(source);
    var to = Place.inContainer(target);
    if (from.isPresent() == to.isPresent()) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "cp " + source + " " + target + ": want CONTAINER:PATH on one side, PATH on the other");
    }
    var request =
        from.isPresent()
            ? new CopyRequest(from.get().path(), onNode(target), true)
            : new CopyRequest(onNode(source), to.orElseThrow().path(), false);
    var container = from.or(() -> to).orElseThrow().container();
    agent.call("POST", "/v1/containers/" + encoded(container) + "/copy", request);
    return 0;
  }

  /// What the end of a path means (`/`, `/.`) stays.
  private static String onNode(String path) {
    var absolute = Path.of(path).toAbsolutePath().normalize().toString();
    var end = path.endsWith("/.") || path.equals(".") ? "/." : path.endsWith("/") ? "/" : "";
    return absolute.equals("/") ? "/" + end.replace("/", "") : absolute + end;
  }
}
