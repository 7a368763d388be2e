package dev.lamina.agent;

import dev.lamina.agent.build.BuildStore;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.build.CacheMounts;
import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.build.commit.ContainerCommit;
import dev.lamina.agent.container.ConmonContainers;
import dev.lamina.agent.container.ContainerHost;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.ContainersConfig;
import dev.lamina.agent.container.RuntimeStepRunner;
import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.diff.TarLayerApplier;
import dev.lamina.agent.diff.TarLayerWriter;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.CachePruning;
import dev.lamina.agent.gc.CacheUpkeep;
import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.DiskUsage;
import dev.lamina.agent.gc.FailedStepLeases;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.Prune;
import dev.lamina.agent.gc.Retention;
import dev.lamina.agent.gc.StoreSweep;
import dev.lamina.agent.gc.fsck.Fsck;
import dev.lamina.agent.http.ApiRouter;
import dev.lamina.agent.http.BuildRoutes;
import dev.lamina.agent.http.CommitRoutes;
import dev.lamina.agent.http.ConfigurationRoutes;
import dev.lamina.agent.http.ContainerRoutes;
import dev.lamina.agent.http.ExecRoutes;
import dev.lamina.agent.http.ImageRoutes;
import dev.lamina.agent.http.RegistryRoutes;
import dev.lamina.agent.http.SearchRoutes;
import dev.lamina.agent.http.StoreRoutes;
import dev.lamina.agent.http.mirror.Mirror;
import dev.lamina.agent.http.mirror.MirrorHandler;
import dev.lamina.agent.http.mirror.MirrorSettings;
import dev.lamina.agent.inspect.ImageDocuments;
import dev.lamina.agent.inspect.ImageHistory;
import dev.lamina.agent.inspect.ImageLayers;
import dev.lamina.agent.inspect.ImageMounts;
import dev.lamina.agent.inspect.ImagePackages;
import dev.lamina.agent.inspect.ImageViews;
import dev.lamina.agent.inspect.InspectImage;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Journal;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.PinStore;
import dev.lamina.agent.network.CniNetworks;
import dev.lamina.agent.network.NetworkConfig;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RepositorySearch;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import dev.lamina.agent.snapshot.Snapshot;
import dev.lamina.agent.task.MeasuredStore;
import dev.lamina.agent.task.StoreFigures;
import dev.lamina.agent.task.StoreInventory;
import dev.lamina.agent.task.store.LocalStore;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.ImageExport;
import dev.lamina.agent.transfer.ImageImport;
import dev.lamina.agent.transfer.ImageUnpacker;
import dev.lamina.agent.transfer.RemoveImage;
import dev.lamina.agent.transfer.RootfsImport;
import dev.lamina.agent.transfer.TagImage;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.LayerPull;
import dev.lamina.agent.transfer.pull.PullImage;
import dev.lamina.agent.transfer.push.PushImage;
import dev.lamina.agent.trust.TrustSubject;
import dev.lamina.crds.sealing.SealingKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rooms put together over one state directory.
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofSeconds(30);
  private static final long DOWNLOAD_LIMIT = 4L << 30;

  private final Clock clock = Clock.systemUTC();
  private final StateDirectory state;
  private final boolean exclusive;
  private final RunDirectory run;
  private final MetadataStore metadata;
  private final FileContentStore content;
  private final OverlaySnapshotter snapshotter;
  private final TarLayerApplier applier;
  private final TarLayerWriter writer;
  private final ImageCatalog catalog;
  private final ImageUnpacker unpacker;
  private final ImageExport exporting;
  private final RegistryClient registries;
  private final PullImage pulling;
  private final ImageSupply images;
  private final ImageViews views;
  private final PushImage pushing;
  private final ContainerHost host;
  private final Containers containers;
  private final BuildStore buildStore;
  private final Builder builder;
  private final GarbageCollection collection;
  private final CachePruning cachePruning;
  private final CacheUpkeep cacheUpkeep;
  private final AddressPolicy remoteSources;

  private Agent(AgentConfig config, StateDirectory state, boolean exclusive) {
    var settings = config.settings();
    var trust = settings.trust().policy();
    this.state = state;
    this.exclusive = exclusive;
    remoteSources = settings.remoteSources().policy();
    run = RunDirectory.open(config.runDirectory());
    metadata = MetadataStore.open(state.directory("metadata"), run.directory("native"), clock);
    content = new FileContentStore(state.directory("content"), clock);
    snapshotter = new OverlaySnapshotter(state.directory("snapshots"), clock);
    applier = new TarLayerApplier(snapshotter, settings.limits().archive());
    writer = new TarLayerWriter(content);
    catalog = new ImageCatalog(metadata.images(), content);
    views = new ImageViews(catalog, snapshotter, run.directory("views"));
    unpacker = new ImageUnpacker(content, snapshotter, applier);
    exporting = new ImageExport(metadata, content);
    registries = new RegistryClient(settings.registryConfig(System.getenv()));
    pulling =
        new PullImage(
            metadata,
            content,
            registries,
            trust,
            new LayerPull(
                content, snapshotter, applier, DiskSpace.of(state.root()), parallelLayers()),
            settings.limits().transfer(),
            clock);
    images = new ImageSupply(metadata.images(), content, pulling, trust);
    pushing = new PushImage(metadata, content, registries, trust);
    host =
        ContainerHost.open(
            new ContainersConfig(
                state.directory("containers"),
                config.runDirectory(),
                config.runtime(),
                ContainersConfig.CGROUP_PARENT,
                clock),
            CniNetworks.open(NetworkConfig.standard(config.runDirectory())));
    containers =
        new ConmonContainers(host, metadata.containers(), metadata.images(), content, snapshotter);
    buildStore = new BuildStore(content, snapshotter, writer, unpacker, metadata);
    collection = new GarbageCollection(metadata, content, snapshotter);
    var mounts = new CacheMounts(state.directory("cache-mounts"));
    cachePruning =
        new CachePruning(metadata, content, snapshotter, collection, new MountCaches(mounts));
    cacheUpkeep = new CacheUpkeep(cachePruning, settings.buildCache().quota(), clock);
    builder =
        new Builder(
            new Builder.Parts(
                buildStore,
                images,
                new RuntimeStepRunner(host),
                exporting,
                new HttpDownload(DOWNLOAD_TIMEOUT, DOWNLOAD_LIMIT),
                mounts,
                new CacheRegistries(
                    registries,
                    (name, digest, manifest) ->
                        trust.admit(
                            new TrustSubject(
                                name, digest, digest, manifest, TrustSubject.Use.BUILD)),
                    settings.limits().transfer().layerBytes())),
            run.directory("builds"),
            cacheUpkeep::request,
            clock);
  }

  /// Opens the store, sweeps what a crash left if nobody else works on it, and adopts the
  /// containers that run.
  ///
  /// @param exclusive for a daemon: until it is closed nobody else opens this state directory
  static Agent open(AgentConfig config, boolean exclusive) {
    var state = StateDirectory.open(config.stateDirectory(), exclusive);
    try {
      var agent = new Agent(config, state, exclusive);
      if (state.wasAlone()) {
        agent.sweep();
      }
      agent.containers.adopt();
      if (exclusive) {
        agent.cacheUpkeep.start();
      }
      return agent;
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  /// The local API over these rooms.
  ApiRouter router() {
    var layers = new ImageLayers(snapshotter);
    var router = new ApiRouter();
    new ImageRoutes(
            new ImageRoutes.UseCases(
                metadata.images(),
                new ImageImport(metadata, content, unpacker, state.directory("tmp"), clock),
                new RootfsImport(metadata, content, snapshotter, applier, writer, clock),
                exporting,
                new TagImage(metadata.images()),
                new RemoveImage(metadata),
                collection,
                new ImageHistory(catalog, layers),
                new InspectImage(metadata.images(), catalog, layers),
                packages()))
        .addTo(router);
    new RegistryRoutes(pulling, pushing).addTo(router);
    new SearchRoutes(new RepositorySearch(registries)).addTo(router);
    new ConfigurationRoutes(registries).addTo(router);
    new ContainerRoutes(containers, images).addTo(router);
    new ExecRoutes(containers).addTo(router);
    new CommitRoutes(containers, commit(), clock).addTo(router);
    new BuildRoutes(builder).addTo(router);
    new StoreRoutes(
            new StoreRoutes.UseCases(
                new Prune(metadata, content, collection, cachePruning, clock),
                cachePruning,
                collection,
                new Fsck(
                    new Fsck.Parts(metadata, content, snapshotter, applier, writer, collection)),
                new DiskUsage(metadata, content, snapshotter, cachePruning),
                new ImageMounts(catalog, snapshotter, run.directory("mounts")),
                containers,
                clock))
        .addTo(router);
    return router;
  }

  /// The store as a registry that is read only.
  MirrorHandler mirror(MirrorSettings settings) {
    return new MirrorHandler(new Mirror(metadata.images(), content, settings.tenants()));
  }

  /// Name of the OCI runtime; absent where none is installed.
  @Nullable String runtime() {
    try {
      return host.runtimeName();
    } catch (AgentException e) {
      LOG.warn("this node runs no containers: {}", e.getMessage());
      return null;
    }
  }

  /// What the store holds, for the ImageNode.
  StoreFigures storeFigures() {
    var usage = new DiskUsage(metadata, content, snapshotter, cachePruning);
    return MeasuredStore.of(usage, DiskRoom.below(state.root()), clock);
  }

  /// What the cluster may do with the images of the store.
  LocalStore store() {
    return new LocalStore(
        metadata.images(),
        new TagImage(metadata.images()),
        pushing,
        new RemoveImage(metadata),
        collection,
        new Prune(metadata, content, collection, cachePruning, clock),
        new Retention(
            metadata, content, snapshotter, collection, cachePruning, DiskRoom.below(state.root())),
        new ImageDocuments(catalog, content, new ImageLayers(snapshotter)),
        packages());
  }

  /// Where the cluster says how registries are spoken to.
  ClusterRegistries clusterRegistries() {
    return new ClusterRegistries(registries);
  }

  PullImage pulling() {
    return pulling;
  }

  ImageSupply images() {
    return images;
  }

  PushImage pushing() {
    return pushing;
  }

  /// What secrets for this node are sealed to.
  SealingKeys sealingKeys() {
    return SealingKeyFile.loadOrCreate(state.root());
  }

  Containers containers() {
    return containers;
  }

  /// What failed builds have left.
  FailedStepLeases failedSteps() {
    return new FailedStepLeases(metadata, collection, clock);
  }

  ContainerCommit commit() {
    return new ContainerCommit(buildStore, containers, clock);
  }

  Builder builder() {
    return builder;
  }

  /// Where the builds of the cluster may fetch from.
  AddressPolicy remoteSources() {
    return remoteSources;
  }

  Journal journal() {
    return metadata.journal();
  }

  /// The images of the store, for the NodeInventory.
  StoreInventory inventory() {
    return new StoreInventory(
        metadata,
        () ->
            snapshotter.committed().stream()
                .collect(Collectors.toMap(Snapshot::name, Snapshot::bytes)));
  }

  PinStore pins() {
    return metadata.pins();
  }

  @Override
  public void close() {
    containers.close();
    cacheUpkeep.close();
    metadata.close();
    if (exclusive) {
      run.removeIfIdle();
    }
    state.close();
  }

  /// While the files of one layer are written the next one is inflated and another one comes in.
  private static int parallelLayers() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() + 1, 2, 4);
  }

  private ImagePackages packages() {
    return new ImagePackages(catalog, views, clock);
  }

  private void sweep() {
    builder.sweep();
    views.sweep();
    new StoreSweep(metadata, content, snapshotter, List.of(state.directory("tmp")), clock).run();
  }
}
