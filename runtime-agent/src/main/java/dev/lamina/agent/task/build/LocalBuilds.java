package dev.lamina.agent.task.build;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.BuildException;
import dev.lamina.agent.build.BuildFailure;
import dev.lamina.agent.build.BuildRequest;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildRequest.Execution;
import dev.lamina.agent.build.BuildRequest.Output;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.build.Secrets;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuildArg;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.HttpSource;
import dev.lamina.crds.imagebuild.InlineFile;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Limits;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The builder of this node, by the orders of the cluster.
///
/// @param sources where those may fetch from: they are of people who have no account on this node
public record LocalBuilds(Builder builder, AddressPolicy sources) implements BuildWork {
  @Override
  public BuiltResult build(BuildOrder order, Tenant tenant, BuildListener listener) {
    var events = new BuildEvents(listener);
    try {
      return result(builder.build(request(order, tenant), events));
    } catch (BuildException e) {
      var failure = e.failure();
      throw new BuildFailedException(e.reason(), failure.message(), place(failure, events), e);
    }
  }

  private static ContainerSpec.Limits limits(Limits limits) {
    return new ContainerSpec.Limits(
        limits.cpuMillis() == 0 ? null : limits.cpuMillis() / 1000.0,
        limits.memoryBytes() == 0 ? null : limits.memoryBytes(),
        limits.pids() == 0 ? null : limits.pids());
  }

  private BuildRequest request(BuildOrder order, Tenant tenant) {
    return new BuildRequest(
        tenant,
        context(order),
        dockerfile(order),
        order.target(),
        order.args().stream()
            .collect(
                Collectors.toMap(
                    BuildArg::name, arg -> Objects.requireNonNullElse(arg.value(), ""))),
        Map.of(),
        Secrets.NONE,
        order.platform() == null ? null : Platform.parse(order.platform()),
        new Execution(
            order.noCache(),
            Set.of(),
            order.network() == BuildNetwork.None ? NetworkMode.NONE : NetworkMode.BRIDGE,
            limits(order.limits()),
            BasePolicy.DEFAULT,
            sources),
        new Output(
            order.images().stream().map(Reference::parseLocal).toList(),
            order.labels(),
            Map.of(),
            LayerForm.GZIP,
            null));
  }

  private static BuildContext context(BuildOrder order) {
    if (order.http() != null) {
      return remote(order.http());
    }
    var files = order.inline() == null ? List.<InlineFile>of() : order.inline().files();
    return new BuildContext.Inline(
        files.stream()
            .map(file ->
                new BuildContext.InlineFile(
                    file.path(), file.content(), Integer.parseInt(file.mode(), 8)))
            .toList());
  }

  private static BuildContext remote(HttpSource source) {
    return new BuildContext.Remote(
        URI.create(source.url()), new Digest("sha256", source.sha256()), source.stripComponents());
  }

  private static DockerfileSource dockerfile(BuildOrder order) {
    return order.inline() == null
        ? new DockerfileSource.InContext(order.dockerfile())
        : new DockerfileSource.Text(order.inline().dockerfile());
  }

  private static BuiltResult result(BuildResult built) {
    return new BuiltResult(
        built.imageId().toString(),
        built.manifest().toString(),
        built.bytes(),
        null,
        null,
        built.bases().stream()
            .map(base -> new BaseImage(base.name(), base.digest().toString()))
            .toList(),
        built.tags().stream()
            .map(tag -> new BuiltImage(tag.toString(), built.manifest().toString(), null))
            .toList());
  }

  private static BuildFailedException.Place place(BuildFailure failure, BuildEvents events) {
    return new BuildFailedException.Place(
        failure.step() == null ? null : events.planned(failure.step()),
        failure.line(),
        failure.instruction(),
        failure.exitCode(),
        failure.lastLines());
  }
}
