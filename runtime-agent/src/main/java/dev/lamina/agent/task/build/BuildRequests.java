package dev.lamina.agent.task.build;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.BuildRequest;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildRequest.Execution;
import dev.lamina.agent.build.BuildRequest.NamedContext;
import dev.lamina.agent.build.BuildRequest.Output;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.build.remote.GitCredential;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.Compression;
import dev.lamina.crds.imagebuild.GitSource;
import dev.lamina.crds.imagebuild.HttpSource;
import dev.lamina.crds.imagebuild.InlineFile;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.SealedNames;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the cluster orders, as the builder understands it.
final class BuildRequests {
  private static final String COMMIT = "commit";

  private final BuildOrder order;
  private final SealedInputs inputs;
  private final AddressPolicy sources;

  private BuildRequests(BuildOrder order, SealedInputs inputs, AddressPolicy sources) {
    this.order = order;
    this.inputs = inputs;
    this.sources = sources;
  }

  static BuildRequest of(BuildOrder order, SealedInputs inputs, AddressPolicy sources) {
    return new BuildRequests(order, inputs, sources).request();
  }

  private BuildRequest request() {
    return new BuildRequest(
        new Tenant(order.tenant()),
        context(),
        order.inline() == null
            ? new DockerfileSource.InContext(order.dockerfile())
            : new DockerfileSource.Text(order.inline().dockerfile()),
        order.target(),
        arguments(),
        contexts(),
        inputs.secrets(),
        order.platform() == null ? null : Platform.parse(order.platform()),
        execution(),
        output(),
        keep(),
        caches());
  }

  private CacheRegistries.Wanted caches() {
    if (order.cacheRegistry() == null) {
      return CacheRegistries.Wanted.NOTHING;
    }
    var reference = Reference.parse(order.cacheRegistry());
    return new CacheRegistries.Wanted(List.of(reference), reference, inputs.caching());
  }

  private BuildRequest.@Nullable Keep keep() {
    var keep = order.keep();
    return keep == null
        ? null
        : new BuildRequest.Keep(
            Reference.parse(keep.image()), Duration.ofSeconds(keep.seconds()), keep.task());
  }

  private Execution execution() {
    return new Execution(
        order.noCache(),
        Set.copyOf(order.noCacheFilter()),
        order.network() == BuildNetwork.None ? NetworkMode.NONE : NetworkMode.BRIDGE,
        limits(order.limits()),
        new BasePolicy(bases(), inputs.pulling()),
        sources,
        order.lint());
  }

  private PullPolicy bases() {
    return Boolean.TRUE.equals(order.pullBases()) ? PullPolicy.ALWAYS : PullPolicy.MISSING;
  }

  private Output output() {
    return new Output(
        order.output().images().stream().map(Reference::parseLocal).toList(),
        order.output().labels(),
        order.output().annotations(),
        layers(order.output().compression()),
        null);
  }

  private Map<String, String> arguments() {
    var arguments = new HashMap<String, String>();
    order
        .args()
        .forEach(arg -> arguments.put(arg.name(), Objects.requireNonNullElse(arg.value(), "")));
    var epoch = order.output().sourceDateEpoch();
    if (epoch != null) {
      arguments.put(
          BuildRequest.SOURCE_DATE_EPOCH, epoch.equals(COMMIT) ? BuildRequest.OF_CONTEXT : epoch);
    }
    return arguments;
  }

  private BuildContext context() {
    if (order.http() != null) {
      return remote(order.http());
    }
    if (order.git() != null) {
      return git(order.git(), inputs.git(SealedNames.SOURCE, order.git()));
    }
    var files = order.inline() == null ? List.<InlineFile>of() : order.inline().files();
    return new BuildContext.Inline(
        files.stream()
            .map(file ->
                new BuildContext.InlineFile(
                    file.path(), file.content(), Integer.parseInt(file.mode(), 8)))
            .toList());
  }

  private Map<String, NamedContext> contexts() {
    var contexts = new HashMap<String, NamedContext>();
    for (var i = 0; i < order.contexts().size(); i++) {
      var context = order.contexts().get(i);
      NamedContext named;
      if (context.image() != null) {
        named = new NamedContext.Image(context.image());
      } else if (context.http() != null) {
        named = new NamedContext.Files(remote(context.http()));
      } else if (context.git() != null) {
        var credential = inputs.git(SealedNames.context(i), context.git());
        named = new NamedContext.Files(git(context.git(), credential));
      } else {
        throw new AgentException(
            FailureReason.NotSupported,
            "build context %s: want image, git or http".formatted(context.name()));
      }
      contexts.put(context.name(), named);
    }
    return contexts;
  }

  private static BuildContext remote(HttpSource source) {
    return new BuildContext.Remote(
        URI.create(source.url()), new Digest("sha256", source.sha256()), source.stripComponents());
  }

  private static BuildContext git(GitSource source, @Nullable GitCredential credential) {
    return new BuildContext.Git(gitSource(source), credential);
  }

  static dev.lamina.agent.build.remote.GitSource gitSource(GitSource source) {
    try {
      return dev.lamina.agent.build.remote.GitSource.of(
          source.url(),
          source.revision(),
          Objects.requireNonNullElse(source.subPath(), ""),
          source.submodules(),
          source.depth());
    } catch (IllegalArgumentException e) {
      throw new AgentException(FailureReason.InvalidArgument, String.valueOf(e.getMessage()), e);
    }
  }

  private static ContainerSpec.Limits limits(Limits limits) {
    return new ContainerSpec.Limits(
        limits.cpuMillis() == 0 ? null : limits.cpuMillis() / 1000.0,
        limits.memoryBytes() == 0 ? null : limits.memoryBytes(),
        limits.pids() == 0 ? null : limits.pids());
  }

  private static LayerForm layers(Compression compression) {
    return switch (compression) {
      case gzip -> LayerForm.GZIP;
      case zstd -> LayerForm.ZSTD;
      case none -> LayerForm.NONE;
    };
  }
}
