package dev.lamina.standalone.storage;

import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Changes that become visible and durable together. Each takes the next revision.
public final class Transaction {
  private final Function<String, Optional<KubeObject>> committed;
  private final Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private long revision;

  Transaction(Function<String, Optional<KubeObject>> committed, long revision) {
    this.committed = committed;
    this.revision = revision;
  }

  public Optional<KubeObject> get(ObjectKey key) {
    var stored = StoredKey.of(key);
    var change = changes.get(stored);
    return change == null
        ? committed.apply(stored)
        : change.map(json -> new KubeObject(Json.parseStored(json)));
  }

  /// Creates or replaces an object and sets its `resourceVersion`.
  public KubeObject put(ObjectKey key, KubeObject object) {
    var before = get(key);
    object.metadata().put("resourceVersion", Long.toString(++revision));
    var json = Json.bytes(object.tree());
    changes.put(StoredKey.of(key), Optional.of(json));
    var type = before.isPresent() ? EventType.MODIFIED : EventType.ADDED;
    events.add(new Event(revision, type, key, json, encode(before)));
    return object;
  }

  /// Removes an object if it is there; the answer is its last state.
  public Optional<KubeObject> remove(ObjectKey key) {
    var before = get(key);
    before.ifPresent(object -> {
      var previous = encode(before);
      object.metadata().put("resourceVersion", Long.toString(++revision));
      changes.put(StoredKey.of(key), Optional.empty());
      events.add(new Event(revision, EventType.DELETED, key, Json.bytes(object.tree()), previous));
    });
    return before;
  }

  /// Forgets all changes: for a dry run, which shows what would be.
  public void rollback() {
    changes.clear();
    events.clear();
  }

  private static byte @Nullable [] encode(Optional<KubeObject> object) {
    return object.map(it -> Json.bytes(it.tree())).orElse(null);
  }

  Map<String, Optional<byte[]>> changes() {
    return changes;
  }

  List<Event> events() {
    return events;
  }

  long revision() {
    return revision;
  }
}
