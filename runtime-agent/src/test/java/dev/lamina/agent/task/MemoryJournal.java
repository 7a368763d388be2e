package dev.lamina.agent.task;

import dev.lamina.agent.metadata.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A journal that outlives the agents of a test; `onPut` may throw, as a crash would.
final class MemoryJournal implements Journal {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile Consumer<Entry> onPut = entry -> {};

  void onPut(Consumer<Entry> action) {
    onPut = action;
  }

  @Override
  public Optional<Entry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  @Override
  public void put(Entry entry) {
    onPut.accept(entry);
    entries.put(entry.id(), entry);
  }

  @Override
  public List<Entry> all() {
    return new ArrayList<>(entries.values());
  }

  @Override
  public void forgetFinishedBefore(Instant limit) {
    entries
        .values()
        .removeIf(entry -> !entry.state().equals("Running") && entry.updatedAt().isBefore(limit));
  }
}
