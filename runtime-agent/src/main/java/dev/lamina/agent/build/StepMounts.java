package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.CopyOptions;
import dev.lamina.agent.build.copy.FileCopy;
import dev.lamina.agent.build.copy.SourceSelection;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Origin;
import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.container.StepMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.MountAttribute;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.MountedRoot;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one RUN sees beside its filesystem, for as long as it runs. Closing takes everything away
/// again but the content of cache mounts.
///
/// Every path that a Dockerfile states is resolved inside the filesystem it belongs to, which does
/// not change meanwhile. Secrets are only ever written to memory.
final class StepMounts implements AutoCloseable {
  private static final String SECRETS_OPTIONS = "mode=0700,size=8m";

  private final StepWorkshop workshop;
  private final CacheMounts caches;
  private final Tenant tenant;
  private final Secrets secrets;
  private final Path directory;
  private final List<LayerStack> inputs;
  private final List<StepMount> mounts = new ArrayList<>();
  private final List<String> environment = new ArrayList<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private int files;

  /// Prepares mounts.
  ///
  /// @param directory for files of this step, its own
  /// @param inputs what [Origin.Input] counts
  StepMounts(
      StepWorkshop workshop,
      CacheMounts caches,
      Tenant tenant,
      Secrets secrets,
      Path directory,
      List<LayerStack> inputs) {
    this.workshop = workshop;
    this.caches = caches;
    this.tenant = tenant;
    this.secrets = secrets;
    this.directory = directory;
    this.inputs = inputs;
  }

  void open(List<RunMount> wanted) throws IOException, InterruptedException {
    for (var mount : wanted) {
      switch (mount) {
        case RunMount.Bind bind -> bind(bind);
        case RunMount.Cache cache -> cache(cache);
        case RunMount.Tmpfs(var target, var maxBytes) ->
            mounts.add(new StepMount.Tmpfs(target, maxBytes));
        case RunMount.Secret secret -> secret(secret);
        case RunMount.Ssh ssh -> refuse(ssh);
        case RunMount.Script script -> script(script);
      }
    }
  }

  List<StepMount> mounts() {
    return List.copyOf(mounts);
  }

  /// Variables that hold secrets.
  List<String> environment() {
    return List.copyOf(environment);
  }

  private void bind(RunMount.Bind bind) throws IOException {
    var root = bind.readOnly() ? workshop.view(chain(bind.origin())) : scratch(bind);
    if (bind.readOnly()) {
      open.push(root);
    }
    show(root.path(), bind.source(), bind.target(), bind.readOnly());
  }

  private MountedRoot scratch(RunMount.Bind bind) {
    var scratch = workshop.scratch(chain(bind.origin()));
    open.push(scratch);
    return scratch.root();
  }

  private void show(Path root, String source, String target, boolean readOnly) throws IOException {
    var found = find(root, source);
    mounts.add(
        new StepMount.Bind(
            root.resolve(found.path().substring(1)), target, found.stat().isDirectory(), readOnly));
  }

  private record Found(String path, FileStat stat) {}

  private static Found find(Path root, String source) throws IOException {
    try (var inside = RootDirectory.open(root)) {
      var path = inside.realPath(source);
      return new Found(path, inside.find(path).orElseThrow());
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        throw new AgentException(
            FailureReason.CopyFailed, "mount source \"%s\": not found".formatted(source), e);
      }
      throw e;
    }
  }

  private void cache(RunMount.Cache cache) throws IOException, InterruptedException {
    var seed = chain(cache.seed());
    var claim = caches.claim(tenant, cache, seed, made -> seed(cache, seed, made));
    open.push(claim);
    mounts.add(new StepMount.Bind(claim.path(), cache.target(), true, cache.readOnly()));
  }

  private void seed(RunMount.Cache cache, @Nullable ChainId seed, Path made) throws IOException {
    if (seed == null) {
      return;
    }
    try (var view = workshop.view(seed);
        var tree = SourceTree.filesystem(view.path());
        var target = RootDirectory.open(made)) {
      var found = find(view.path(), cache.source());
      if (!found.stat().isDirectory()) {
        throw new AgentException(
            FailureReason.CopyFailed,
            "cache mount source \"%s\" is not a directory".formatted(cache.source()));
      }
      var copy = new FileCopy(target, made, "/", new CopyOptions(null, null));
      copy.copy(tree, SourceSelection.directory(found.path()));
      if (!cache.owned()) {
        try (var top = target.openDirectory("/")) {
          var stat = found.stat();
          top.inode().setOwner(stat.uid(), stat.gid());
          top.inode().setPermissions(stat.permissions());
        }
      }
    }
  }

  private void secret(RunMount.Secret secret) throws IOException {
    var value = secrets.find(secret.id());
    if (value.isEmpty()) {
      if (secret.required()) {
        throw new AgentException(
            FailureReason.InvalidArgument,
            "secret \"%s\" is required and was not given".formatted(secret.id()));
      }
      return;
    }
    if (secret.env() != null) {
      var name = secret.env().isEmpty() ? secret.id() : secret.env();
      environment.add(name + "=" + new String(value.get(), StandardCharsets.UTF_8));
    }
    if (secret.target() != null) {
      var metadata =
          new FileMetadata(secret.uid(), secret.gid(), secret.mode(), Instant.EPOCH, Map.of());
      mounts.add(new StepMount.Bind(write(value.get(), metadata), secret.target(), false, true));
    }
  }

  private void script(RunMount.Script script) throws IOException {
    var content = script.content().getBytes(StandardCharsets.UTF_8);
    var metadata = new FileMetadata(0, 0, 0755, Instant.EPOCH, Map.of());
    var place = Files.createDirectories(directory.resolve("scripts"));
    mounts.add(new StepMount.Bind(write(place, content, metadata), script.target(), false, true));
  }

  private Path write(byte[] content, FileMetadata metadata) throws IOException {
    var place = directory.resolve("secrets");
    if (!Files.isDirectory(place)) {
      Files.createDirectories(place);
      var restrictions =
          EnumSet.of(
              MountAttribute.NO_DEVICES, MountAttribute.NO_EXECUTION, MountAttribute.NO_SETUID);
      Mounts.tmpfs(place, restrictions, SECRETS_OPTIONS);
      open.push(() -> Mounts.detach(place));
    }
    return write(place, content, metadata);
  }

  private Path write(Path place, byte[] content, FileMetadata metadata) throws IOException {
    var name = Integer.toString(files++);
    try (var parent = Directory.open(place);
        var file = parent.createFile(name, 0600)) {
      file.write(content, 0, content.length);
      file.inode().restore(FileType.REGULAR, metadata);
    }
    return place.resolve(name);
  }

  private static void refuse(RunMount.Ssh ssh) {
    if (ssh.required()) {
      throw new AgentException(
          FailureReason.NotSupported,
          "RUN --mount=type=ssh: no agent \"%s\" is forwarded to builds".formatted(ssh.id()));
    }
  }

  private @Nullable ChainId chain(Origin origin) {
    return origin instanceof Origin.Input(var index) ? inputs.get(index).chainId() : null;
  }

  @Override
  public void close() throws IOException {
    RuntimeException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure =
            failure == null
                ? new AgentException(FailureReason.StoreFailed, e.toString(), e)
                : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// A new directory name for a step.
  static Path placeIn(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve("steps").resolve(UUID.randomUUID().toString()))
        .toRealPath();
  }
}
