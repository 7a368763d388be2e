package dev.lamina.agent.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.TreeSize;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of cache mounts: `TENANT/KEY/SLOT/data`.
///
/// The time of a slot is when it was last in use. `size` beside the data is what was measured after
/// that; whoever uses the slot removes it. Who may call what at the same time, [CacheMounts] says.
final class CacheSlots {
  static final String DATA = "data";

  private static final Logger LOG = LoggerFactory.getLogger(CacheSlots.class);
  private static final String SIZE = "size";
  private static final String TRASH = ".trash";
  private static final long UNKNOWN = -1;

  private final Path root;

  CacheSlots(Path root) {
    this.root = root;
  }

  List<Path> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var found = Files.find(root, 3, (path, _) -> isSlot(path))) {
      return found.toList();
    } catch (IOException | UncheckedIOException e) {
      throw new AgentException(FailureReason.StoreFailed, "listing cache mounts: " + e, e);
    }
  }

  private boolean isSlot(Path path) {
    var name = root.relativize(path);
    return name.getNameCount() == 3
        && !name.startsWith(TRASH)
        && Files.isDirectory(path.resolve(DATA));
  }

  /// What is known of a slot; its size is negative until it has been measured.
  CacheMounts.Slot read(Path slot) throws IOException {
    var attributes = Files.readAttributes(slot, BasicFileAttributes.class);
    var size = slot.resolve(SIZE);
    return new CacheMounts.Slot(
        new Tenant(root.relativize(slot).getName(0).toString()),
        slot,
        Files.isRegularFile(size) ? Long.parseLong(Files.readString(size)) : UNKNOWN,
        attributes.creationTime().toInstant(),
        attributes.lastModifiedTime().toInstant(),
        false);
  }

  long measure(Path slot) throws IOException {
    return TreeSize.of(slot.resolve(DATA));
  }

  /// Keeps what was measured, unless the slot was used since it was read.
  void remember(CacheMounts.Slot slot, long bytes) throws IOException {
    var usedAt = Files.getLastModifiedTime(slot.path());
    if (usedAt.toInstant().equals(slot.usedAt())) {
      var written = Files.writeString(slot.path().resolve(SIZE + ".new"), Long.toString(bytes));
      Files.move(written, slot.path().resolve(SIZE), StandardCopyOption.ATOMIC_MOVE);
      Files.setLastModifiedTime(slot.path(), usedAt);
    }
  }

  /// Now is when it is in use, and what was measured before holds no more.
  void touch(Path slot) {
    try {
      if (Files.isDirectory(slot)) {
        Files.deleteIfExists(slot.resolve(SIZE));
        Files.setLastModifiedTime(slot, FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      LOG.warn("noting the use of {}: {}", slot, e.toString());
    }
  }

  /// Takes a slot out of sight, unless it was used since it was read.
  Optional<Path> take(CacheMounts.Slot slot) throws IOException {
    if (!Files.isDirectory(slot.path())
        || !Files.getLastModifiedTime(slot.path()).toInstant().equals(slot.usedAt())) {
      return Optional.empty();
    }
    var trash = Files.createDirectories(root.resolve(TRASH));
    return Optional.of(Files.move(slot.path(), trash.resolve(UUID.randomUUID().toString())));
  }

  /// Removes what was taken. What cannot be removed now is tried again later.
  void emptyTrash() {
    if (!Files.isDirectory(root.resolve(TRASH))) {
      return;
    }
    try (var trash = Directory.open(root.resolve(TRASH))) {
      for (var entry : trash.entries()) {
        trash.removeTree(entry.name());
      }
    } catch (IOException e) {
      LOG.warn("removing cache mounts: {}", e.toString());
    }
  }
}
