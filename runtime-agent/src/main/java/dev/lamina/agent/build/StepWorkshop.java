package dev.lamina.agent.build;

import dev.lamina.agent.build.copy.Accounts;
import dev.lamina.agent.build.copy.CopyOptions;
import dev.lamina.agent.build.copy.FileCopy;
import dev.lamina.agent.build.copy.Owner;
import dev.lamina.agent.build.copy.Source;
import dev.lamina.agent.build.copy.SourceTree;
import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.container.StepRunner;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.MountedRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Executes operations: each on a new writable layer, mounted on its parents, which becomes a
/// snapshot and a blob when the work is done and is thrown away when it fails.
final class StepWorkshop {
  private final BuildStore store;
  private final StepRunner runner;
  private final LeaseStore.Lease lease;
  private final Path directory;
  private final InstantSource clock;

  /// Makes a place to work in.
  ///
  /// @param directory for mount points, this build's own
  StepWorkshop(
      BuildStore store,
      StepRunner runner,
      LeaseStore.Lease lease,
      Path directory,
      InstantSource clock) {
    this.store = store;
    this.runner = runner;
    this.lease = lease;
    this.directory = directory;
    this.clock = clock;
  }

  @FunctionalInterface
  private interface Work {
    void on(Path root) throws IOException, InterruptedException;
  }

  Layer run(Op.Run run, @Nullable ChainId parent, Vertex vertex, BuildProgress.Step step)
      throws IOException, InterruptedException {
    return layer(parent, root -> new RunStep(runner, vertex, run).on(root, step));
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

  Layer copy(Op.Copy op, SourceTree tree, List<Source> sources, @Nullable ChainId parent)
      throws IOException, InterruptedException {
    return layer(
        parent,
        path -> {
          try (var root = RootDirectory.open(path)) {
            var owner = op.chown().isEmpty() ? null : new Accounts(root).owner(op.chown());
            var options = new CopyOptions(owner, op.chmod().orElse(null));
            var copy = new FileCopy(root, path, op.destination(), options);
            for (var source : sources) {
              if (op.unpacks()) {
                copy.copyOrUnpack(tree, source);
              } else {
                copy.copy(tree, source);
              }
            }
            for (var document : op.documents()) {
              copy.write(document);
            }
          }
        });
  }

  /// The filesystem of a chain, read-only.
  MountedRoot view(@Nullable ChainId chain) {
    return store.snapshotter().mountView(chain, mountPoint(UUID.randomUUID().toString()));
  }

  private Layer layer(@Nullable ChainId parent, Work work)
      throws IOException, InterruptedException {
    var key = "build-" + UUID.randomUUID();
    lease.holdActive(key);
    var active = store.snapshotter().prepare(key, parent);
    try {
      try (var root = store.snapshotter().mount(key, mountPoint(key))) {
        work.on(root.path());
      }
      return commit(active, parent);
    } catch (Throwable e) {
      discard(key, e);
      throw e;
    }
  }

  private Layer commit(ActiveSnapshot active, @Nullable ChainId parent) {
    var written = store.layers().write(active.upper(), active.key());
    lease.hold(written.descriptor().digest());
    var name = ChainId.of(parent, written.diffId());
    lease.hold(name);
    active.commit(name, written.diffId(), written.bytes(), written.entries());
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
    return directory.resolve("mounts").resolve(name);
  }
}
