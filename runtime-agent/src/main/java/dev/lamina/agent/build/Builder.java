package dev.lamina.agent.build;

import dev.lamina.agent.build.context.ContextLoader;
import dev.lamina.agent.build.context.LoadedContext;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.build.plan.PlanRequest;
import dev.lamina.agent.build.plan.Planner;
import dev.lamina.agent.container.StepRunner;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.agent.transfer.ImageExport;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds images. Safe for several builds at once.
public final class Builder {
  private static final Logger LOG = LoggerFactory.getLogger(Builder.class);

  private final BuildStore store;
  private final ImageSupply images;
  private final StepRunner runner;
  private final ImageExport export;
  private final ContextLoader contexts;
  private final BuildDirectories directories;
  private final InstantSource clock;

  /// Makes a builder.
  ///
  /// @param directory for files of running builds
  public Builder(
      BuildStore store,
      ImageSupply images,
      StepRunner runner,
      ImageExport export,
      HttpDownload download,
      Path directory,
      InstantSource clock) {
    this.store = store;
    this.images = images;
    this.runner = runner;
    this.export = export;
    this.contexts = new ContextLoader(download);
    this.directories = new BuildDirectories(directory);
    this.clock = clock;
  }

  /// Removes mounts and files that builds of earlier processes left behind; for the start, when no
  /// build runs.
  public void sweep() {
    directories.sweep();
  }

  /// Builds an image, stores it and gives it its names. An interrupt ends the build and everything
  /// it runs.
  ///
  /// @throws BuildException whatever goes wrong; what was done by then stays in the cache
  public BuildResult build(BuildRequest request, BuildListener listener) {
    try (var directory = directories.create();
        var lease = store.metadata().leases().acquire(request.purpose())) {
      refuseUnsupported(request);
      var progress = new BuildProgress(listener);
      return build(request, progress, directory.path(), lease);
    } catch (AgentException e) {
      throw StepFailure.of(e);
    }
  }

  private BuildResult build(
      BuildRequest request, BuildProgress progress, Path directory, LeaseStore.Lease lease) {
    try (var context = load(request, progress, directory)) {
      var bases = new StoreImages(store, new BaseSupply(images, request, progress), lease);
      var plan = plan(request, context, bases);
      progress.plan(plan);
      var workshop = new StepWorkshop(store, runner, lease, directory, clock);
      var cache = new LayerCache(store, request.tenant(), lease, request.noCache());
      var scheduler =
          new VertexScheduler(
              new StepExecutor(cache, workshop, context.files()), progress, parallelism());
      var layers = scheduler.run(plan);
      var config = plan.draft().finish(layers, request.labels(), plan.epoch());
      var exporting = progress.start("exporting to image");
      var image = new ImageAssembly(store, request, lease, clock).store(config, layers);
      writeArchive(request, image);
      exporting.finish();
      LOG.info("built image {} for {}", image.imageId(), request.purpose());
      return new BuildResult(
          image.digest(),
          image.imageId(),
          image.bytes(),
          request.tags(),
          bases(plan),
          scheduler.steps(plan));
    }
  }

  private static List<BuildResult.Base> bases(Plan plan) {
    return plan.vertices().stream()
        .flatMap(
            vertex -> vertex.op() instanceof Op.Source source ? Stream.of(source) : Stream.of())
        .map(source -> new BuildResult.Base(source.image().name(), source.image().digest()))
        .distinct()
        .toList();
  }

  private LoadedContext load(BuildRequest request, BuildProgress progress, Path directory) {
    var loading = progress.start("[internal] load build context");
    try {
      var context = contexts.load(request.context(), request.dockerfile(), directory);
      loading.finish();
      return context;
    } catch (AgentException e) {
      loading.fail(e.getMessage());
      throw e;
    }
  }

  private static Plan plan(BuildRequest request, LoadedContext context, StoreImages bases) {
    var wanted =
        new PlanRequest(request.target(), request.arguments(), Platform.host(), request.network());
    return Planner.plan(context.dockerfile(), wanted, bases);
  }

  private void writeArchive(BuildRequest request, StoredImage image) {
    var output = request.output();
    if (output != null) {
      var name = request.tags().isEmpty() ? image.digest() : request.tags().getFirst();
      export.run(request.tenant(), name.toString(), output);
    }
  }

  private static void refuseUnsupported(BuildRequest request) {
    var host = Platform.host();
    var wanted = Objects.requireNonNullElse(request.platform(), host);
    if (!wanted.runsOn(host)) {
      throw new AgentException(
          FailureReason.NotSupported,
          "building for %s: this machine builds for %s only".formatted(wanted, host));
    }
  }

  private static int parallelism() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }
}
