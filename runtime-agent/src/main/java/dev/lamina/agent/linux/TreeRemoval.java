package dev.lamina.agent.linux;

import java.util.UUID;

/// Removes one directory with all that is below it.
///
/// Hostile layers nest thousands of levels; what is too deep is moved up to the top first, so the
/// number of open descriptors (and of stack frames) stays bounded.
final class TreeRemoval {
  private static final int OPEN_LEVELS = 32;

  private final Directory top;
  private boolean movedUp;

  private TreeRemoval(Directory top) {
    this.top = top;
  }

  static void remove(Directory parent, String name) throws LinuxException {
    try {
      parent.removeFile(name);
    } catch (LinuxException e) {
      if (e.is(Errno.EISDIR)) {
        removeDirectory(parent, name);
      } else if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private static void removeDirectory(Directory parent, String name) throws LinuxException {
    try (var top = parent.openUnmounted(name)) {
      new TreeRemoval(top).emptyTop();
    }
    parent.removeDirectory(name);
  }

  private void emptyTop() throws LinuxException {
    do {
      movedUp = false;
      empty(top, 1);
    } while (movedUp);
  }

  private void empty(Directory directory, int level) throws LinuxException {
    for (var entry : directory.entries()) {
      if (entry.type() != FileType.DIRECTORY) {
        directory.removeFile(entry.name());
      } else if (level < OPEN_LEVELS) {
        try (var child = directory.openUnmounted(entry.name())) {
          empty(child, level + 1);
        }
        directory.removeDirectory(entry.name());
      } else {
        directory.rename(entry.name(), top, UUID.randomUUID().toString(), RenameMode.NO_REPLACE);
        movedUp = true;
      }
    }
  }
}
