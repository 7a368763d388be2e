package dev.lamina.agent.http;

import dev.lamina.agent.build.BuildRequest;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildRequest.Execution;
import dev.lamina.agent.build.BuildRequest.Output;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.LintMode;
import java.nio.file.Path;
import java.util.Set;
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
                BuildInputs.contexts(order.contexts()),
                BuildInputs.secrets(order.secrets()),
                order.platform() == null ? null : Platform.parse(order.platform()),
                execution(order),
                output(order))
            .with(caches(order)),
        event -> events.emit(BuildProgress.of(event)));
  }

  private static Execution execution(BuildCall order) {
    return new Execution(
        order.noCache(),
        Set.copyOf(order.noCacheFilter()),
        order.network() == null ? NetworkMode.BRIDGE : NetworkMode.parse(order.network()),
        Limits.NONE,
        new BasePolicy(
            order.pull() ? PullPolicy.ALWAYS : PullPolicy.MISSING,
            RegistryCall.loggedIn(order.authFile())),
        // Who may call this is root here, and may connect wherever this node can.
        AddressPolicy.ANYWHERE,
        LintMode.Warn);
  }

  private static CacheRegistries.Wanted caches(BuildCall order) {
    return new CacheRegistries.Wanted(
        order.cacheFrom().stream().map(Reference::parse).toList(),
        order.cacheTo() == null ? null : Reference.parse(order.cacheTo()),
        RegistryCall.loggedIn(order.authFile()));
  }

  private static Output output(BuildCall order) {
    return new Output(
        order.tags().stream().map(Reference::parseLocal).toList(),
        order.labels(),
        order.annotations(),
        layers(order.compression()),
        order.output() == null ? null : Path.of(order.output()));
  }

  private static LayerForm layers(@Nullable String compression) {
    return switch (compression) {
      case null -> LayerForm.GZIP;
      case "gzip" -> LayerForm.GZIP;
      case "zstd" -> LayerForm.ZSTD;
      case "none" -> LayerForm.NONE;
      default ->
          throw new AgentException(
              FailureReason.InvalidArgument,
              "compression '%s': want gzip, zstd or none".formatted(compression));
    };
  }

  private static DockerfileSource dockerfile(@Nullable String path) {
    return path == null ? DockerfileSource.DEFAULT : new DockerfileSource.File(Path.of(path));
  }
}
