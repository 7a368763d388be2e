package dev.lamina.operator.images;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects in memory, and what was done with them.
final class MemoryStore<S> implements Upkeep.Store<S> {
  final Map<ObjectKey, @Nullable S> objects = new HashMap<>();
  final List<String> calls = new ArrayList<>();
  boolean refuses;

  @Override
  public Map<ObjectKey, @Nullable S> list() {
    return new HashMap<>(objects);
  }

  @Override
  public boolean write(ObjectKey key, S status, boolean isNew) {
    calls.add((isNew ? "new " : "") + status);
    if (!refuses) {
      objects.put(key, status);
    }
    return !refuses;
  }

  @Override
  public void delete(ObjectKey key) {
    calls.add("delete " + key.name());
    objects.remove(key);
  }
}
