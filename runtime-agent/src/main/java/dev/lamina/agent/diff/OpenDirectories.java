package dev.lamina.agent.diff;

import dev.lamina.agent.linux.LinuxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The directories of a layer that are open at the moment, by path.
///
/// Using one uses its ancestors right after it, so the least recently used one never has an open
/// one inside, and the parent of an open one is open.
final class OpenDirectories {
  private static final int CAPACITY = 64;

  private final Map<String, LayerDirectory> byPath = new LinkedHashMap<>(16, 0.75f, true);

  @Nullable LayerDirectory find(String path) {
    var found = byPath.get(path);
    if (found != null) {
      use(found);
    }
    return found;
  }

  LayerDirectory add(LayerDirectory directory) {
    byPath.put(directory.path(), directory);
    use(directory);
    return directory;
  }

  /// Finishes the least recently used ones above the capacity; to be called while nobody holds one.
  void finishUnused() throws LinuxException {
    while (byPath.size() > CAPACITY) {
      var eldest = byPath.values().iterator().next();
      byPath.remove(eldest.path());
      eldest.finish();
    }
  }

  void finishAll() throws LinuxException {
    for (var directory : List.copyOf(byPath.values())) {
      byPath.remove(directory.path());
      directory.finish();
    }
  }

  /// Closes what is about to be removed.
  void forget(String path) {
    byPath
        .values()
        .removeIf(directory -> {
          var isInside = directory.isInside(path);
          if (isInside) {
            directory.handle().close();
          }
          return isInside;
        });
  }

  void close() {
    byPath.values().forEach(directory -> directory.handle().close());
    byPath.clear();
  }

  private void use(LayerDirectory directory) {
    for (var used = directory.parent(); used != null; used = used.parent()) {
      byPath.get(used.path());
    }
  }
}
