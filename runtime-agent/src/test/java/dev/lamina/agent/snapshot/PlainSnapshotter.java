package dev.lamina.agent.snapshot;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Layers as directories that nobody mounts, for tests of the rooms above.
public class PlainSnapshotter implements Snapshotter {
  private final Map<ChainId, Snapshot> committed = new ConcurrentHashMap<>();
  private final Map<String, Active> active = new ConcurrentHashMap<>();
  private final Path directory;
  private final Clock clock;

  public PlainSnapshotter(Path directory, Clock clock) {
    this.directory = directory;
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
    return List.copyOf(active.keySet());
  }

  @Override
  public ActiveSnapshot prepare(String key, @Nullable ChainId parent) {
    if (parent != null && !committed.containsKey(parent)) {
      throw new IllegalStateException("parent " + parent + " of " + key + " is missing");
    }
    var snapshot = new Active(key, Optional.ofNullable(parent));
    active.put(key, snapshot);
    return snapshot;
  }

  @Override
  public ActiveSnapshot prepareDetached(String key) {
    return prepare(key, null);
  }

  @Override
  public List<Snapshot> commitStack(List<FinishedLayer> lowestFirst) {
    return lowestFirst.stream().map(this::commit).toList();
  }

  private Snapshot commit(FinishedLayer layer) {
    discard(layer.key());
    return new Active(layer.key(), Optional.ofNullable(layer.parent()))
        .commit(layer.name(), layer.diffId(), layer.bytes(), layer.entries());
  }

  @Override
  public Optional<ActiveSnapshot> findActive(String key) {
    return Optional.ofNullable(active.get(key));
  }

  @Override
  public MountedRoot mount(String key, Path target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MountedRoot mountView(@Nullable ChainId name, Path target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path layerDirectory(ChainId name) {
    return directory.resolve("committed").resolve(name.digest().hex());
  }

  @Override
  public void discard(String key) {
    active.remove(key);
  }

  @Override
  public Snapshot replace(String key, ChainId name, DiffId diffId, long bytes, long entries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(ChainId name) {
    var child = committed.values().stream().filter(other -> name.equals(other.parent())).findAny();
    if (child.isPresent()) {
      throw new AgentException(
          FailureReason.InUse, name + " is the parent of " + child.get().name());
    }
    committed.remove(name);
  }

  @Override
  public Sweep sweep() {
    return new Sweep(List.of(), List.of(), List.of());
  }

  private final class Active implements ActiveSnapshot {
    private final String key;
    private final Optional<ChainId> parent;

    Active(String key, Optional<ChainId> parent) {
      this.key = key;
      this.parent = parent;
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
      try {
        return Files.createDirectories(directory.resolve("active").resolve(key));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Snapshot commit(ChainId name, DiffId diffId, long bytes, long entries) {
      discard(key);
      var lower = parent.orElse(null);
      if (lower != null && !committed.containsKey(lower)) {
        throw new IllegalStateException("parent " + lower + " of " + name + " is missing");
      }
      return committed.computeIfAbsent(
          name, chain -> new Snapshot(chain, lower, diffId, bytes, entries, clock.instant()));
    }
  }
}
