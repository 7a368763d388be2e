package dev.lamina.agent.build;

import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.build.context.ContextLoader;
import dev.lamina.agent.build.context.LoadedContext;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.NamedContexts;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.build.plan.PlanRequest;
import dev.lamina.agent.build.plan.Planner;
import dev.lamina.agent.build.remote.GitCheckout;
import dev.lamina.agent.build.remote.GitCredential;
import dev.lamina.agent.build.remote.GitSource;
import dev.lamina.agent.container.StepRunner;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.ImageExport;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds images. Safe for several builds at once.
public final class Builder {
  private static final Logger LOG = LoggerFactory.getLogger(Builder.class);

  private final BuildStore store;
  private final ImageSupply images;
  private final StepRunner runner;
  private final ImageExport export;
  private final HttpDownload download;
  private final CacheMounts caches;
  private final CacheRegistries registries;
  private final BuildDirectories directories;
  private final FailedSteps failedSteps;
  private final Runnable afterBuild;
  private final InstantSource clock;

  /// Makes a builder.
  ///
  /// @param directory for files of running builds
  /// @param afterBuild called when one has left new things on the disk and holds nothing any more
  public Builder(Parts parts, Path directory, Runnable afterBuild, InstantSource clock) {
    this.store = parts.store();
    this.images = parts.images();
    this.runner = parts.runner();
    this.export = parts.export();
    this.download = parts.download();
    this.caches = parts.caches();
    this.registries = parts.registries();
    this.directories = new BuildDirectories(directory);
    this.failedSteps = new FailedSteps(store, clock);
    this.afterBuild = afterBuild;
    this.clock = clock;
  }

  /// What a builder works with.
  ///
  /// @param caches of all builds
  public record Parts(
      BuildStore store,
      ImageSupply images,
      StepRunner runner,
      ImageExport export,
      HttpDownload download,
      CacheMounts caches,
      CacheRegistries registries) {}

  /// Removes mounts and files that builds of earlier processes left behind; for the start, when no
  /// build runs.
  public void sweep() {
    directories.sweep();
    caches.sweep();
  }

  /// Builds an image, stores it and gives it its names. An interrupt ends the build and everything
  /// it runs.
  ///
  /// @throws BuildException whatever goes wrong; what was done by then stays in the cache
  public BuildResult build(BuildRequest request, BuildListener listener) {
    var progress = new BuildProgress(listener);
    try (var directory = directories.create();
        var lease = store.metadata().leases().acquire(request.purpose())) {
      refuseUnsupported(request);
      if (request.keep() != null) {
        failedSteps.begin(request.tenant(), request.keep());
      }
      return build(request, progress, directory.path(), lease);
    } catch (AgentException e) {
      throw StepFailure.of(e);
    } finally {
      if (progress.hasExecuted() || !request.caches().from().isEmpty()) {
        afterBuild.run();
      }
    }
  }

  /// What an image that a Dockerfile may name is now, by its registry where that has it.
  ///
  /// @throws AgentException as [ImageSupply#obtain]
  public Digest lookUp(ImageNeed need) {
    return images.obtain(need, PullProgress.NONE).digest();
  }

  /// The commit that a git source is now.
  ///
  /// @throws AgentException as [GitCheckout#commitOf]
  public String lookUp(
      GitSource source, @Nullable GitCredential credential, AddressPolicy sources) {
    try (var directory = directories.create()) {
      return GitCheckout.commitOf(source, credential, directory.path(), sources);
    }
  }

  private BuildResult build(
      BuildRequest request, BuildProgress progress, Path directory, LeaseStore.Lease lease) {
    var within = download.within(request.execution().sources());
    var contexts = new ContextLoader(within);
    try (var context = load(contexts, request, progress, directory);
        var named = loadNamed(contexts, request, progress, directory, context)) {
      var bases = new StoreImages(store, new BaseSupply(images, request, progress), lease);
      var plan = plan(request.dated(context), context, bases);
      LintStep.check(request, context.dockerfile(), plan, progress);
      progress.plan(plan);
      var workshop = workshop(request, directory, lease, plan.epoch());
      var exchange = new CacheExchange(store, registries, request, lease);
      var scope =
          new LayerCache.Scope(
              request.tenant(),
              lease,
              request.execution().noCache(),
              plan.epoch(),
              exchange.sources(progress));
      try (var cache = new LayerCache(store, scope)) {
        var remote = new RemoteFiles(within, directory);
        var executor = new StepExecutor(cache, plan.fresh(), workshop, named, remote);
        var scheduler = new VertexScheduler(executor, progress, parallelism());
        var layers = run(scheduler, plan, request, lease);
        var image = export(request, progress, lease, plan, cache, layers);
        exchange.export(cache.results(), progress);
        LOG.info("built image {} for {}", image.imageId(), request.purpose());
        return new BuildResult(
            image.digest(),
            image.imageId(),
            image.bytes(),
            request.output().tags(),
            context.revision(),
            bases(plan),
            scheduler.steps(plan));
      }
    }
  }

  private LayerStack run(
      VertexScheduler scheduler, Plan plan, BuildRequest request, LeaseStore.Lease lease) {
    try {
      return scheduler.run(plan);
    } catch (BuildException e) {
      throw scheduler
          .failed(e)
          .flatMap(failed -> failedSteps.keep(request, failed, e.failure(), lease))
          .map(e::with)
          .orElse(e);
    }
  }

  private StoredImage export(
      BuildRequest request,
      BuildProgress progress,
      LeaseStore.Lease lease,
      Plan plan,
      LayerCache cache,
      LayerStack layers) {
    var exporting = progress.start("exporting to image");
    var stored = new OutputLayers(store, cache, lease, request.output().layers()).of(layers);
    var config = plan.draft().finish(stored, request.output().labels(), plan.epoch());
    var image =
        new ImageAssembly(store, request.tenant(), request.output().tags(), lease, clock)
            .store(config, stored, request.output().annotations());
    writeArchive(request, image);
    exporting.finish();
    return image;
  }

  private static List<BuildResult.Base> bases(Plan plan) {
    return plan.vertices().stream()
        .flatMap(
            vertex -> vertex.op() instanceof Op.Source source ? Stream.of(source) : Stream.of())
        .map(source -> new BuildResult.Base(source.image().name(), source.image().digest()))
        .distinct()
        .toList();
  }

  private static LoadedContext load(
      ContextLoader contexts, BuildRequest request, BuildProgress progress, Path directory) {
    var loading = progress.start("[internal] load build context");
    try {
      var context = contexts.load(request.context(), request.dockerfile(), directory);
      loading.finish();
      return context;
    } catch (AgentException e) {
      loading.fail(e);
      throw e;
    }
  }

  private StepWorkshop workshop(
      BuildRequest request, Path directory, LeaseStore.Lease lease, @Nullable Instant epoch) {
    var job =
        new StepWorkshop.Job(
            request.tenant(),
            lease,
            directory,
            request.secrets(),
            request.execution().limits(),
            epoch,
            clock);
    return new StepWorkshop(store, runner, caches, job);
  }

  /// The main context and those with a name.
  private static Contexts loadNamed(
      ContextLoader contexts,
      BuildRequest request,
      BuildProgress progress,
      Path directory,
      LoadedContext main) {
    var trees = new HashMap<String, SourceTree>();
    trees.put("", main.files());
    for (var context : request.contexts().entrySet()) {
      if (context.getValue() instanceof BuildRequest.NamedContext.Files(var files)) {
        var loading = progress.start("[internal] load build context " + context.getKey());
        trees.put(context.getKey(), contexts.load(files, scratch(directory, trees.size())));
        loading.finish();
      }
    }
    return new Contexts(trees);
  }

  private static NamedContexts names(BuildRequest request) {
    var targets = new HashMap<String, NamedContexts.Target>();
    request
        .contexts()
        .forEach((name, context) ->
            targets.put(
                name,
                switch (context) {
                  case BuildRequest.NamedContext.Image(var reference) ->
                      new NamedContexts.Target.Image(reference);
                  case BuildRequest.NamedContext.Files files ->
                      new NamedContexts.Target.Files(name);
                }));
    return new NamedContexts(targets);
  }

  private static Path scratch(Path directory, int number) {
    try {
      return Files.createDirectories(directory.resolve("context-" + number));
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "making " + directory + ": " + e, e);
    }
  }

  private static Plan plan(BuildRequest request, LoadedContext context, StoreImages bases) {
    var wanted =
        new PlanRequest(
            request.target(),
            request.arguments(),
            Platform.host(),
            request.execution().network(),
            request.execution().noCacheStages(),
            names(request));
    return Planner.plan(context.dockerfile(), wanted, bases);
  }

  private void writeArchive(BuildRequest request, StoredImage image) {
    var output = request.output();
    if (output.archive() != null) {
      var name = output.tags().isEmpty() ? image.digest() : output.tags().getFirst();
      export.run(request.tenant(), name.toString(), output.archive());
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
