package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.Accounts;
import dev.lamina.agent.build.copy.ContentDigest;
import dev.lamina.agent.build.copy.CopyOptions;
import dev.lamina.agent.build.copy.FileCopy;
import dev.lamina.agent.build.copy.Owner;
import dev.lamina.agent.build.copy.SourceSelection;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Origin;
import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.container.StepRunner;
import dev.lamina.agent.diff.LayerTimes;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.MountedRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Executes operations: each on a new writable layer, mounted on its parents, which becomes a
/// snapshot and a blob when the work is done and is thrown away when it fails.
final class StepWorkshop {
  private final BuildStore store;
  private final StepRunner runner;
  private final CacheMounts caches;
  private final Job job;

  StepWorkshop(BuildStore store, StepRunner runner, CacheMounts caches, Job job) {
    this.store = store;
    this.runner = runner;
    this.caches = caches;
    this.job = job;
  }

  /// The build that is worked for.
  ///
  /// @param directory for mount points and files, this build's own
  /// @param limits of the processes of each RUN
  /// @param epoch the latest time in its layers; null for any
  record Job(
      Tenant tenant,
      LeaseStore.Lease lease,
      Path directory,
      Secrets secrets,
      Limits limits,
      @Nullable Instant epoch,
      InstantSource clock) {}

  @FunctionalInterface
  private interface Work {
    void on(Path root) throws IOException, InterruptedException;
  }

  Layer run(
      Op.Run run,
      @Nullable ChainId parent,
      List<LayerStack> inputs,
      Vertex vertex,
      BuildProgress.Step step)
      throws IOException, InterruptedException {
    var place = StepMounts.placeIn(job.directory());
    try (var mounts = new StepMounts(this, caches, job.tenant(), job.secrets(), place, inputs)) {
      mounts.open(run.mounts());
      var command = new RunStep(runner, vertex, run, job.secrets(), job.limits());
      return layer(parent, root -> command.on(root, mounts, step));
    }
  }

  /// What the bind mounts of a command show, by content.
  List<String> contentOfMounts(Op.Run run, List<LayerStack> inputs) throws IOException {
    var content = new ArrayList<String>();
    for (var mount : run.mounts()) {
      if (mount instanceof RunMount.Bind bind) {
        content.add(content(bind, inputs));
      }
    }
    return content;
  }

  private String content(RunMount.Bind bind, List<LayerStack> inputs) throws IOException {
    if (!(bind.origin() instanceof Origin.Input(var index))) {
      return "nothing";
    }
    try (var view = view(inputs.get(index).chainId());
        var tree = SourceTree.filesystem(view.path())) {
      return ContentDigest.of(tree, List.of(SourceSelection.existing(tree, bind.source())))
          .toString();
    }
  }

  Layer makeDirectory(Op.MakeDirectory op, @Nullable ChainId parent)
      throws IOException, InterruptedException {
    return layer(
        parent,
        path -> {
          try (var root = RootDirectory.open(path)) {
            var owner = op.owner().isEmpty() ? Owner.ROOT : new Accounts(root).owner(op.owner());
            new FileCopy(root, path, op.path() + "/", new CopyOptions(owner, null)).makeDirectory();
          }
        });
  }

  Layer copy(Op.Copy op, List<FileSet> files, @Nullable ChainId parent)
      throws IOException, InterruptedException {
    Work work = path -> copyInto(path, op, files);
    return op.traits().link() ? unmountedLayer(parent, work) : layer(parent, work);
  }

  private static void copyInto(Path path, Op.Copy op, List<FileSet> files) throws IOException {
    try (var root = RootDirectory.open(path)) {
      var chown = op.traits().chown();
      var owner = chown.isEmpty() ? null : new Accounts(root).owner(chown);
      var options = new CopyOptions(owner, op.traits().chmod().orElse(null));
      var copy = new FileCopy(root, path, op.destination(), options);
      for (var set : files) {
        for (var source : set.sources()) {
          if (set.unpacks()) {
            copy.copyOrUnpack(set.tree(), source);
          } else {
            copy.copy(set.tree(), source);
          }
        }
      }
      for (var document : op.documents()) {
        copy.write(document);
      }
    }
  }

  /// The filesystem of a chain, read-only.
  MountedRoot view(@Nullable ChainId chain) {
    return store.snapshotter().mountView(chain, mountPoint(UUID.randomUUID().toString()));
  }

  /// A writable filesystem on top of a chain, of which nothing is kept.
  Scratch scratch(@Nullable ChainId chain) {
    var key = "build-" + UUID.randomUUID();
    job.lease().holdActive(key);
    store.snapshotter().prepare(key, chain);
    try {
      return new Scratch(key, store.snapshotter().mount(key, mountPoint(key)));
    } catch (RuntimeException e) {
      discard(key, e);
      throw e;
    }
  }

  /// See [#scratch].
  final class Scratch implements AutoCloseable {
    private final String key;
    private final MountedRoot root;

    private Scratch(String key, MountedRoot root) {
      this.key = key;
      this.root = root;
    }

    MountedRoot root() {
      return root;
    }

    @Override
    public void close() {
      root.close();
      store.snapshotter().discard(key);
    }
  }

  private Layer layer(@Nullable ChainId parent, Work work)
      throws IOException, InterruptedException {
    return written(
        parent,
        active -> {
          try (var root = store.snapshotter().mount(active.key(), mountPoint(active.key()))) {
            work.on(root.path());
          }
        });
  }

  /// A layer made without a look at what is below it.
  private Layer unmountedLayer(@Nullable ChainId parent, Work work)
      throws IOException, InterruptedException {
    return written(parent, active -> work.on(active.upper()));
  }

  @FunctionalInterface
  private interface Writing {
    void to(ActiveSnapshot active) throws IOException, InterruptedException;
  }

  private Layer written(@Nullable ChainId parent, Writing writing)
      throws IOException, InterruptedException {
    var key = "build-" + UUID.randomUUID();
    job.lease().holdActive(key);
    var active = store.snapshotter().prepare(key, parent);
    try {
      writing.to(active);
      return commit(active, parent);
    } catch (Throwable e) {
      discard(key, e);
      throw e;
    }
  }

  private Layer commit(ActiveSnapshot active, @Nullable ChainId parent) {
    if (job.epoch() != null) {
      LayerTimes.limit(active.upper(), job.epoch());
    }
    var written = store.layers().write(active.upper(), active.key());
    job.lease().hold(written.descriptor().digest());
    var name = ChainId.of(parent, written.diffId());
    job.lease().hold(name);
    active.commit(name, written.diffId(), written.bytes(), written.entries());
    var now = job.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    return new Layer(written.diffId(), written.descriptor(), written.bytes(), now);
  }

  private void discard(String key, Throwable failure) {
    try {
      store.snapshotter().discard(key);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Path mountPoint(String name) {
    return job.directory().resolve("mounts").resolve(name);
  }
}
