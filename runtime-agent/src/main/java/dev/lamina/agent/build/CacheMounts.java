package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.RunMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directories of `RUN --mount=type=cache`, which outlive builds and belong to a tenant.
///
/// Where one is depends on a digest of everything that tells it apart and on nothing that a
/// Dockerfile writes as a path ([CacheSlots]). A new one appears whole, by a rename.
public final class CacheMounts {
  private static final Logger LOG = LoggerFactory.getLogger(CacheMounts.class);
  private final Path root;
  private final CacheSlots slots;
  private final Map<Path, Integer> users = new HashMap<>();
  private final Map<Path, Boolean> exclusive = new HashMap<>();

  /// One directory that there is.
  ///
  /// @param bytes of its files, as they were after its last use
  /// @param isInUse by a build of this process
  public record Slot(
      Tenant tenant, Path path, long bytes, Instant madeAt, Instant usedAt, boolean isInUse) {
    Slot with(long measured, boolean inUse) {
      return new Slot(tenant, path, measured, madeAt, usedAt, inUse);
    }
  }

  /// Keeps the directories below `root`, which is private to this program.
  public CacheMounts(Path root) {
    this.root = root;
    this.slots = new CacheSlots(root);
  }

  /// Fills a new directory.
  @FunctionalInterface
  interface Seed {
    void copyTo(Path directory) throws IOException, InterruptedException;
  }

  /// A cache directory in use; closing lets others have it.
  final class Claim implements AutoCloseable {
    private final Path slot;

    private Claim(Path slot) {
      this.slot = slot;
    }

    Path path() {
      return slot.resolve(CacheSlots.DATA);
    }

    @Override
    public void close() {
      release(slot);
    }
  }

  /// Gives the directory of a mount: with others at the same time if it is shared, alone after
  /// those before if it is locked, and another one if it is private and in use.
  Claim claim(Tenant tenant, RunMount.Cache mount, @Nullable ChainId seeded, Seed seed)
      throws IOException, InterruptedException {
    var home = root.resolve(tenant.name()).resolve(key(tenant, mount, seeded));
    var slot =
        switch (mount.sharing()) {
          case SHARED -> takeShared(home.resolve("0"));
          case LOCKED -> takeAlone(home.resolve("0"));
          case PRIVATE -> takeFree(home);
        };
    try {
      create(slot, mount, seed);
      slots.touch(slot);
      return new Claim(slot);
    } catch (IOException | InterruptedException | RuntimeException e) {
      release(slot);
      throw e;
    }
  }

  private static String key(Tenant tenant, RunMount.Cache mount, @Nullable ChainId seeded) {
    var computation = Digest.sha256();
    var owner = mount.owned() ? mount.uid() + ":" + mount.gid() + ":" + mount.mode() : "";
    var base = seeded == null ? "" : seeded.toString();
    for (var field : new String[] {tenant.toString(), mount.id(), base, mount.source(), owner}) {
      var bytes = field.getBytes(StandardCharsets.UTF_8);
      computation.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      computation.update(bytes);
    }
    return HexFormat.of().formatHex(computation.digest());
  }

  private synchronized Path takeShared(Path slot) throws InterruptedException {
    while (exclusive.containsKey(slot)) {
      wait();
    }
    users.merge(slot, 1, Integer::sum);
    return slot;
  }

  private synchronized Path takeAlone(Path slot) throws InterruptedException {
    while (users.containsKey(slot)) {
      wait();
    }
    exclusive.put(slot, true);
    users.merge(slot, 1, Integer::sum);
    return slot;
  }

  private synchronized Path takeFree(Path home) {
    var index = 0;
    while (users.containsKey(home.resolve(Integer.toString(index)))) {
      index++;
    }
    var slot = home.resolve(Integer.toString(index));
    exclusive.put(slot, true);
    users.merge(slot, 1, Integer::sum);
    return slot;
  }

  private synchronized void release(Path slot) {
    slots.touch(slot);
    users.computeIfPresent(slot, (path, count) -> count == 1 ? null : count - 1);
    exclusive.remove(slot);
    notifyAll();
  }

  private synchronized void create(Path slot, RunMount.Cache mount, Seed seed)
      throws IOException, InterruptedException {
    if (Files.isDirectory(slot.resolve(CacheSlots.DATA))) {
      return;
    }
    var made = Files.createDirectories(slot).resolve("new-" + UUID.randomUUID());
    try (var parent = Directory.open(slot)) {
      var name = String.valueOf(made.getFileName());
      parent.createDirectory(name, 0755);
      parent
          .inode(name)
          .restore(
              FileType.DIRECTORY,
              new FileMetadata(mount.uid(), mount.gid(), mount.mode(), Instant.now(), Map.of()));
      seed.copyTo(made);
      Files.move(made, slot.resolve(CacheSlots.DATA));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "making a cache mount: " + e.getMessage(), e);
    }
  }

  /// All directories.
  public List<Slot> list() {
    var found = slots.list();
    return found.stream().flatMap(path -> measured(path).stream()).toList();
  }

  /// Measuring takes its time and is done without the lock.
  private Optional<Slot> measured(Path path) {
    try {
      var seen = slots.read(path);
      if (seen.bytes() >= 0) {
        return Optional.of(seen.with(seen.bytes(), isInUse(path)));
      }
      var bytes = slots.measure(path);
      synchronized (this) {
        if (!users.containsKey(path)) {
          slots.remember(seen, bytes);
        }
        return Optional.of(seen.with(bytes, users.containsKey(path)));
      }
    } catch (IOException e) {
      LOG.warn("measuring the cache mount {}: {}", path, e.toString());
      return Optional.empty();
    }
  }

  private synchronized boolean isInUse(Path slot) {
    return users.containsKey(slot);
  }

  /// Removes a directory unless a build has used it since it was listed; whether it is gone.
  public boolean remove(Slot slot) {
    try {
      var taken = take(slot);
      taken.ifPresent(_ -> slots.emptyTrash());
      return taken.isPresent();
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "removing the cache mount " + slot.path() + ": " + e, e);
    }
  }

  /// Takes it out of sight in one step; the bytes go without anybody waiting.
  private synchronized Optional<Path> take(Slot slot) throws IOException {
    return users.containsKey(slot.path()) ? Optional.empty() : slots.take(slot);
  }

  /// Removes what earlier processes left half removed.
  void sweep() {
    slots.emptyTrash();
  }
}
