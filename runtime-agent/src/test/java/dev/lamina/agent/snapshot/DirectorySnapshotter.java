package dev.lamina.agent.snapshot;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A snapshotter for tests without root: it forgets everything at the end, a child starts as a copy
/// of its parent's files, and a mount is a symbolic link.
public final class DirectorySnapshotter implements Snapshotter {
  private final SnapshotLayout layout;
  private final InstantSource clock;
  private final Map<ChainId, Snapshot> committed = new HashMap<>();
  private final Map<String, Active> actives = new HashMap<>();
  private final Set<String> mounted = new HashSet<>();

  public DirectorySnapshotter(Path root, InstantSource clock) {
    this.layout = new SnapshotLayout(root);
    this.clock = clock;
  }

  @Override
  public Optional<Snapshot> find(ChainId name) {
    return Optional.ofNullable(committed.get(name));
  }

  @Override
  public List<Snapshot> committed() {
    return List.copyOf(committed.values());
  }

  @Override
  public List<String> active() {
    return List.copyOf(actives.keySet());
  }

  @Override
  public ActiveSnapshot prepare(String key, @Nullable ChainId parent) {
    var upper = layout.upper(key);
    if (actives.containsKey(key)) {
      throw new AgentException(FailureReason.AlreadyExists, "active snapshot " + key);
    }
    copy(parent == null ? layout.empty() : layerDirectory(parent), upper);
    var active = new Active(key, Optional.ofNullable(parent), upper);
    actives.put(key, active);
    return active;
  }

  /// The tree of a layer alone: a parent's files are not in it.
  @Override
  public ActiveSnapshot prepareDetached(String key) {
    return prepare(key, null);
  }

  @Override
  public List<Snapshot> commitStack(List<FinishedLayer> lowestFirst) {
    return lowestFirst.stream().map(this::commit).toList();
  }

  private Snapshot commit(FinishedLayer layer) {
    var detached = require(layer.key());
    if (layer.parent() != null) {
      layerDirectory(layer.parent());
    }
    return new Active(layer.key(), Optional.ofNullable(layer.parent()), detached.upper())
        .commit(layer.name(), layer.diffId(), layer.bytes(), layer.entries());
  }

  @Override
  public Optional<ActiveSnapshot> findActive(String key) {
    SnapshotLayout.requireKey(key);
    return Optional.ofNullable(actives.get(key));
  }

  @Override
  public MountedRoot mount(String key, Path target) {
    var upper = require(key).upper();
    mounted.add(key);
    return new Link(link(target, upper), () -> mounted.remove(key));
  }

  @Override
  public MountedRoot mountView(@Nullable ChainId name, Path target) {
    copy(layout.empty(), layout.empty());
    var layer = name == null ? layout.empty() : layerDirectory(name);
    return new Link(link(target, layer), () -> {});
  }

  @Override
  public Path layerDirectory(ChainId name) {
    if (!isCommitted(name)) {
      throw StoreFailures.missing(name);
    }
    return layout.layer(name);
  }

  @Override
  public void discard(String key) {
    SnapshotLayout.requireKey(key);
    requireUnmounted(key);
    actives.remove(key);
    delete(layout.active(key));
  }

  @Override
  public Snapshot replace(String key, ChainId name, DiffId diffId, long bytes, long entries) {
    var fresh = require(key);
    if (!isCommitted(name)) {
      throw StoreFailures.missing(name);
    }
    committed.remove(name);
    delete(layout.snapshot(name));
    return fresh.commit(name, diffId, bytes, entries);
  }

  @Override
  public void remove(ChainId name) {
    var isParent =
        committed.values().stream().anyMatch(child -> name.equals(child.parent()))
            || actives.values().stream()
                .anyMatch(child -> child.parent().equals(Optional.of(name)));
    if (isParent) {
      throw StoreFailures.inUse("snapshot " + name, "another");
    }
    committed.remove(name);
    delete(layout.snapshot(name));
  }

  @Override
  public Sweep sweep() {
    return new Sweep(List.of(), List.of(), List.of());
  }

  private Active require(String key) {
    var active = actives.get(key);
    if (active == null) {
      throw StoreFailures.missing(key);
    }
    return active;
  }

  private void requireUnmounted(String key) {
    if (mounted.contains(key)) {
      throw StoreFailures.inUse("active snapshot " + key, "a mount");
    }
  }

  private static Path link(Path target, Path files) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.deleteIfExists(target);
      return Files.createSymbolicLink(target, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      if (Files.exists(from) && !from.equals(to)) {
        try (var paths = Files.walk(from)) {
          for (var path : paths.skip(1).toList()) {
            Files.copy(path, to.resolve(from.relativize(path)), LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    if (Files.exists(directory)) {
      try (var paths = Files.walk(directory)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Active implements ActiveSnapshot {
    private final String key;
    private final Optional<ChainId> parent;
    private final Path upper;

    Active(String key, Optional<ChainId> parent, Path upper) {
      this.key = key;
      this.parent = parent;
      this.upper = upper;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public Optional<ChainId> parent() {
      return parent;
    }

    @Override
    public Path upper() {
      return upper;
    }

    @Override
    public Snapshot commit(ChainId name, DiffId diffId, long bytes, long entries) {
      requireUnmounted(key);
      if (!isCommitted(name)) {
        copy(upper, layout.layer(name));
        committed.put(
            name, new Snapshot(name, parent.orElse(null), diffId, bytes, entries, clock.instant()));
      }
      discard(key);
      return find(name).orElseThrow();
    }
  }

  private record Link(Path path, Runnable unmount) implements MountedRoot {
    @Override
    public void close() {
      unmount.run();
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
