package dev.lamina.agent.build;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.build.BuildRequest.BasePolicy;
import dev.lamina.agent.build.BuildRequest.Execution;
import dev.lamina.agent.build.BuildRequest.Output;
import dev.lamina.agent.build.cache.CacheRegistries;
import dev.lamina.agent.container.ContainerHost;
import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.container.ContainersConfig;
import dev.lamina.agent.container.RuntimeStepRunner;
import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.diff.TarLayerApplier;
import dev.lamina.agent.diff.TarLayerWriter;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.CniNetworks;
import dev.lamina.agent.network.NetworkConfig;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.ImageExport;
import dev.lamina.agent.transfer.ImageUnpacker;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.LayerPull;
import dev.lamina.agent.transfer.pull.PullImage;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.imagebuild.LintMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A builder over real rooms in one directory, with a base image `base` of busybox and a shell.
final class BuildFixture implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  final CountingStepRunner runner;
  final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());
  final FileContentStore content;
  final OverlaySnapshotter snapshotter;
  final MetadataStore metadata;
  final BuildStore store;
  final ContainerHost host;
  final CacheMounts caches;
  final Builder builder;
  private final Path directory;
  private final Path context;
  private Secrets secrets = Secrets.NONE;
  Set<String> noCacheStages = Set.of();
  Limits limits = Limits.NONE;
  LintMode lint = LintMode.Off;
  Map<String, String> annotations = Map.of();
  LayerForm layers = LayerForm.GZIP;

  BuildFixture(Path directory) throws IOException {
    this.directory = directory;
    this.context = Files.createDirectories(directory.resolve("context"));
    var clock = Clock.systemUTC();
    content = new FileContentStore(directory.resolve("content"), clock);
    snapshotter = new OverlaySnapshotter(directory.resolve("snapshots"), clock);
    metadata = MetadataStore.open(directory.resolve("metadata"), directory.resolve("lib"), clock);
    host = host(directory, clock);
    runner = new CountingStepRunner(new RuntimeStepRunner(host));
    var applier = new TarLayerApplier(snapshotter, ArchiveLimits.DEFAULT);
    var unpacker = new ImageUnpacker(content, snapshotter, applier);
    store = new BuildStore(content, snapshotter, new TarLayerWriter(content), unpacker, metadata);
    caches = new CacheMounts(directory.resolve("cache-mounts"));
    builder =
        new Builder(
            new Builder.Parts(
                store,
                images(applier, clock),
                runner,
                new ImageExport(metadata, content),
                new HttpDownload(Duration.ofSeconds(5), 1 << 20),
                caches,
                new CacheRegistries(
                    new RegistryClient(RegistryConfig.DEFAULT),
                    (name, digest, manifest) -> {},
                    1 << 30)),
            directory.resolve("builds"),
            () -> {},
            clock);
  }

  private ImageSupply images(TarLayerApplier applier, Clock clock) {
    var layers = new LayerPull(content, snapshotter, applier, DiskSpace.of(directory), 2);
    var pulling =
        new PullImage(
            metadata,
            content,
            new RegistryClient(RegistryConfig.DEFAULT),
            TrustPolicy.NONE,
            layers,
            TransferLimits.DEFAULT,
            clock);
    return new ImageSupply(metadata.images(), content, pulling, TrustPolicy.NONE);
  }

  private static ContainerHost host(Path directory, Clock clock) {
    var run = directory.resolve("run");
    var config =
        new ContainersConfig(directory.resolve("containers"), run, null, "/lamina-test", clock);
    return ContainerHost.open(config, CniNetworks.open(NetworkConfig.standard(run)));
  }

  /// Builds `base` from nothing but the busybox of this machine.
  void buildBase() throws IOException {
    buildBase(Map.of());
  }

  void buildBase(Map<String, String> arguments) throws IOException {
    var files = Files.createDirectories(context.resolveSibling("base-context"));
    Files.copy(BUSYBOX, files.resolve("busybox"));
    var dockerfile =
        """
        FROM scratch
        COPY --chmod=755 busybox /bin/sh
        COPY --chmod=755 busybox /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        """;
    builder.build(
        request(new BuildContext.Directory(files), dockerfile, "base", arguments, null, false),
        BuildListener.SILENT);
  }

  void write(String path, String text) throws IOException {
    var file = context.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  void setSecret(String id, String value) {
    secrets = new Secrets(Map.of(id, value.getBytes(StandardCharsets.UTF_8)));
  }

  BuildResult build(String dockerfile) {
    return build(dockerfile, Map.of());
  }

  BuildResult build(String dockerfile, Map<String, String> arguments) {
    events.clear();
    return builder.build(
        request(new BuildContext.Directory(context), dockerfile, "test", arguments, null, false),
        events::add);
  }

  BuildResult buildWithoutCache(String dockerfile, @Nullable Path output) {
    return builder.build(
        request(new BuildContext.Directory(context), dockerfile, "test", Map.of(), output, true),
        events::add);
  }

  private BuildRequest request(
      BuildContext context,
      String dockerfile,
      String tag,
      Map<String, String> arguments,
      @Nullable Path output,
      boolean noCache) {
    return new BuildRequest(
        Tenant.DEFAULT,
        context,
        new DockerfileSource.Text(dockerfile),
        null,
        arguments,
        Map.of(),
        secrets,
        null,
        new Execution(
            noCache,
            noCacheStages,
            NetworkMode.NONE,
            limits,
            BasePolicy.DEFAULT,
            AddressPolicy.ANYWHERE,
            lint),
        new Output(List.of(Reference.parseLocal(tag)), Map.of(), annotations, layers, output));
  }

  /// Builds, and keeps what is before a step that fails.
  BuildResult buildKeeping(String dockerfile, String image) {
    var request =
        request(new BuildContext.Directory(context), dockerfile, "test", Map.of(), null, false);
    var keep = new BuildRequest.Keep(Reference.parse(image), Duration.ofHours(1), "team/task");
    return builder.build(request.keeping(keep), events::add);
  }

  /// Builds with a cache in a registry.
  BuildResult buildSharing(Tenant tenant, String dockerfile, CacheRegistries.Wanted wanted) {
    events.clear();
    var tags = List.of(Reference.parseLocal("test"));
    return builder.build(requestFor(tenant, dockerfile, tags).with(wanted), events::add);
  }

  BuildResult buildFor(Tenant tenant, String dockerfile) {
    return builder.build(requestFor(tenant, dockerfile, List.of()), events::add);
  }

  private BuildRequest requestFor(Tenant tenant, String dockerfile, List<Reference> tags) {
    return new BuildRequest(
        tenant,
        new BuildContext.Directory(context),
        new DockerfileSource.Text(dockerfile),
        null,
        Map.of(),
        Map.of(),
        Secrets.NONE,
        null,
        Execution.on(NetworkMode.NONE, AddressPolicy.ANYWHERE),
        Output.named(tags));
  }

  /// Which steps came from the cache, in the order of the Dockerfile, without FROM.
  static List<Boolean> cached(BuildResult result) {
    return result.steps().stream()
        .filter(step -> step.layer() != null)
        .map(BuildResult.Step::cached)
        .toList();
  }

  List<String> log() {
    return events.stream()
        .filter(BuildEvent.Log.class::isInstance)
        .map(event -> ((BuildEvent.Log) event).line())
        .toList();
  }

  /// The text of a file of the image.
  String read(BuildResult result, String path) throws IOException {
    return Files.readString(at(result, path));
  }

  boolean exists(BuildResult result, String path) throws IOException {
    return Files.exists(at(result, path));
  }

  /// A copy of the file of the topmost layer that has it.
  private Path at(BuildResult result, String path) {
    var chain = config(result.manifest()).chain();
    for (var name : chain.reversed()) {
      var file = snapshotter.layerDirectory(name).resolve(path);
      if (Files.exists(file)) {
        return file;
      }
    }
    return directory.resolve("missing");
  }

  ImageConfig config(Digest manifest) {
    return config(manifest, Tenant.DEFAULT);
  }

  ImageConfig config(Digest manifest, Tenant tenant) {
    return new ImageCatalog(metadata.images(), content).get(tenant, manifest.toString()).config();
  }

  /// What a failed or finished build must not leave behind.
  List<String> leftovers() throws IOException {
    var left = new ArrayList<String>(snapshotter.active());
    MountTable.below(directory).forEach(mount -> left.add(mount.place()));
    if (Files.isDirectory(directory.resolve("builds"))) {
      try (var scratch = Files.list(directory.resolve("builds"))) {
        scratch.forEach(path -> left.add(path.toString()));
      }
    }
    return left;
  }

  @Override
  public void close() {
    metadata.close();
  }
}
