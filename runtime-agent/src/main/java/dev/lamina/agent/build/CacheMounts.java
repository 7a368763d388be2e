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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The directories of `RUN --mount=type=cache`, which outlive builds and belong to a tenant.
///
/// Where one is depends on a digest of everything that tells it apart and on nothing that a
/// Dockerfile writes as a path. A new one appears whole, by a rename.
public final class CacheMounts {
  private static final String DATA = "data";

  private final Path root;
  private final Map<Path, Integer> users = new HashMap<>();
  private final Map<Path, Boolean> exclusive = new HashMap<>();

  /// Keeps the directories below `root`, which is private to this program.
  public CacheMounts(Path root) {
    this.root = root;
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
      return slot.resolve(DATA);
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
    var home = root.resolve(key(tenant, mount, seeded));
    var slot =
        switch (mount.sharing()) {
          case SHARED -> takeShared(home.resolve("0"));
          case LOCKED -> takeAlone(home.resolve("0"));
          case PRIVATE -> takeFree(home);
        };
    try {
      create(slot, mount, seed);
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
    users.computeIfPresent(slot, (path, count) -> count == 1 ? null : count - 1);
    exclusive.remove(slot);
    notifyAll();
  }

  private synchronized void create(Path slot, RunMount.Cache mount, Seed seed)
      throws IOException, InterruptedException {
    if (Files.isDirectory(slot.resolve(DATA))) {
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
      Files.move(made, slot.resolve(DATA));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "making a cache mount: " + e.getMessage(), e);
    }
  }
}
