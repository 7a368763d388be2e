package dev.lamina.agent.http;

import dev.lamina.agent.build.BuildRequest;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.PullPolicy;
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
            BuildInputs.context(order.context()),
            dockerfile(order.dockerfile()),
            order.target(),
            order.args(),
            order.tags().stream().map(Reference::parseLocal).toList(),
            order.labels(),
            BuildInputs.contexts(order.contexts()),
            BuildInputs.secrets(order.secrets()),
            order.noCache(),
            order.network() == null ? NetworkMode.BRIDGE : NetworkMode.parse(order.network()),
            order.platform() == null ? null : Platform.parse(order.platform()),
            order.output() == null ? null : Path.of(order.output()),
            new BasePolicy(
                order.pull() ? PullPolicy.ALWAYS : PullPolicy.MISSING,
                RegistryCall.loggedIn(order.authFile())),
            // Who may call this is root here, and may connect wherever this node can.
            AddressPolicy.ANYWHERE),
        event -> events.emit(BuildProgress.of(event)));
  }

  private static DockerfileSource dockerfile(@Nullable String path) {
    return path == null ? DockerfileSource.DEFAULT : new DockerfileSource.File(Path.of(path));
  }
}
