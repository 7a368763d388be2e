package dev.lamina.agent.snapshot;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RenameMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removal in two steps: a rename out of sight, which is atomic, then the deletion of the bytes,
/// which takes its time and may be repeated.
final class Trash {
  private static final Logger log = LoggerFactory.getLogger(Trash.class);

  private final Path directory;

  Trash(SnapshotLayout layout) {
    directory = layout.trash();
  }

  /// Takes a directory of the store out of sight, durably, and gives its name in the trash; nothing
  /// if it is not there.
  Optional<String> take(Path parent, String name) throws IOException {
    var taken = UUID.randomUUID().toString();
    try (var from = Directory.open(parent);
        var trash = Directory.open(directory)) {
      from.rename(name, trash, taken, RenameMode.NO_REPLACE);
      from.sync();
      return Optional.of(taken);
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  List<String> takeAll(Path parent, List<String> names) throws IOException {
    for (var name : names) {
      take(parent, name);
    }
    return names;
  }

  /// Deletes the bytes; whether there was anything to delete.
  boolean delete(Optional<String> taken) throws IOException {
    if (taken.isPresent()) {
      try (var trash = Directory.open(directory)) {
        trash.removeTree(taken.get());
      }
    }
    return taken.isPresent();
  }

  /// Deletes all of it. What cannot be deleted now is tried again at the next start.
  List<String> empty() throws IOException {
    var deleted = new ArrayList<String>();
    try (var trash = Directory.open(directory)) {
      for (var entry : trash.entries()) {
        try {
          trash.removeTree(entry.name());
          deleted.add(entry.name());
        } catch (LinuxException e) {
          log.warn("trash stays: {}", e.getMessage());
        }
      }
    }
    return deleted;
  }
}
