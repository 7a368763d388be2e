package dev.lamina.agent.http;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.BuildRequest;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `/v1/builds`.
public final class BuildRoutes {
  private final Builder builder;

  public BuildRoutes(Builder builder) {
    this.builder = builder;
  }

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/builds", this::build);
  }

  private BuildResult build(ApiRequest request, EventStream events) {
    var order = request.body(BuildCall.class);
    return builder.build(
        new BuildRequest(
            request.tenant(),
            context(order.context()),
            dockerfile(order.dockerfile()),
            order.target(),
            order.args(),
            order.tags().stream().map(Reference::parseLocal).toList(),
            order.labels(),
            order.noCache(),
            order.network() == null ? NetworkMode.BRIDGE : NetworkMode.parse(order.network()),
            order.platform() == null ? null : Platform.parse(order.platform()),
            order.output() == null ? null : Path.of(order.output()),
            new BasePolicy(
                order.pull() ? PullPolicy.ALWAYS : PullPolicy.MISSING,
                RegistryCall.access(order.access()))),
        event -> events.emit(BuildProgress.of(event)));
  }

  /// As Docker tells them apart: a URL by its scheme, a directory and a tarball by looking.
  private static BuildContext context(String text) {
    if (text.startsWith("git@") || text.startsWith("git://") || text.startsWith("ssh://")) {
      return new BuildContext.Git(text);
    }
    if (text.startsWith("http://") || text.startsWith("https://")) {
      var path = text.replaceFirst("[#?].*$", "");
      return path.endsWith(".git") ? new BuildContext.Git(text) : remote(text);
    }
    var path = Path.of(text);
    if (Files.isDirectory(path)) {
      return new BuildContext.Directory(path);
    }
    if (Files.isRegularFile(path)) {
      return new BuildContext.Archive(path);
    }
    throw new AgentException(
        FailureReason.ContextUnavailable, "build context " + text + ": no such file or directory");
  }

  private static BuildContext remote(String text) {
    try {
      return new BuildContext.Remote(new URI(text), null, 0);
    } catch (URISyntaxException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "build context '" + text + "': " + e.getReason(), e);
    }
  }

  private static DockerfileSource dockerfile(@Nullable String path) {
    return path == null ? DockerfileSource.DEFAULT : new DockerfileSource.File(Path.of(path));
  }
}
