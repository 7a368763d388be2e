package dev.lamina.standalone.storage;

import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/// All objects, each change under one revision counter, durable before anyone sees it.
public final class ObjectStore implements AutoCloseable {
  private static final String REVISION = "revision";
  private static final int CACHE_MEGABYTES = 4;
  private static final int COMPACT_EVERY = 500;
  private static final int COMPACT_BELOW_FILL_PERCENT = 60;
  private static final int COMPACT_BYTES = 4 << 20;

  private final MVStore store;
  private final MVMap<String, byte[]> objects;
  private final MVMap<String, Long> counters;
  private final WatchLog log;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private int commits;

  private ObjectStore(MVStore store) {
    this.store = store;
    this.objects =
        store.openMap(
            "objects",
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    this.counters =
        store.openMap(
            "counters",
            new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    this.log = new WatchLog(revision());
  }

  public static ObjectStore open(Path file) {
    return new ObjectStore(
        new MVStore.Builder()
            .fileName(file.toString())
            .autoCommitDisabled()
            .cacheSize(CACHE_MEGABYTES)
            .open());
  }

  public WatchLog log() {
    return log;
  }

  public long revision() {
    return counters.getOrDefault(REVISION, 1L);
  }

  public Optional<KubeObject> get(ObjectKey key) {
    lock.readLock().lock();
    try {
      return read(StoredKey.of(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Lists a resource, of one namespace or, if that is empty, of all.
  ///
  /// @param from where an earlier page ended, null to start
  /// @param limit the most objects wanted, 0 for all
  public Snapshot list(String resource, String namespace, @Nullable String from, int limit) {
    var prefix = StoredKey.prefix(resource, namespace);
    lock.readLock().lock();
    try {
      var found = new ArrayList<KubeObject>();
      var cursor = objects.cursor(from == null ? prefix : from);
      while (cursor.hasNext()) {
        var key = cursor.next();
        if (!key.startsWith(prefix)) {
          break;
        }
        if (limit > 0 && found.size() == limit) {
          return new Snapshot(found, revision(), Optional.of(key), count(prefix, key));
        }
        found.add(decode(cursor.getValue()));
      }
      return new Snapshot(found, revision(), Optional.empty(), 0);
    } finally {
      lock.readLock().unlock();
    }
  }

  private int count(String prefix, String from) {
    var count = 0;
    var keys = objects.keyIterator(from);
    while (keys.hasNext() && keys.next().startsWith(prefix)) {
      count++;
    }
    return count;
  }

  /// Runs a change alone. All of it is on disk when this returns; if `change` throws, none of it
  /// happened.
  public <T> T write(Function<Transaction, T> change) {
    lock.writeLock().lock();
    try {
      var transaction = new Transaction(this::read, revision());
      var result = change.apply(transaction);
      commit(transaction);
      return result;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void commit(Transaction transaction) {
    var events = transaction.events();
    if (events.isEmpty()) {
      return;
    }
    transaction.changes().forEach(this::apply);
    counters.put(REVISION, transaction.revision());
    store.commit();
    store.sync();
    log.append(events);
    if (++commits % COMPACT_EVERY == 0) {
      store.compact(COMPACT_BELOW_FILL_PERCENT, COMPACT_BYTES);
    }
  }

  private void apply(String key, Optional<byte[]> json) {
    if (json.isPresent()) {
      objects.put(key, json.get());
    } else {
      objects.remove(key);
    }
  }

  private Optional<KubeObject> read(String key) {
    return Optional.ofNullable(objects.get(key)).map(ObjectStore::decode);
  }

  private static KubeObject decode(byte[] json) {
    return new KubeObject(Json.parseStored(json));
  }

  @Override
  public void close() {
    log.close();
    lock.writeLock().lock();
    try {
      store.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// The resources that have objects.
  public List<String> resources() {
    lock.readLock().lock();
    try {
      var resources = new ArrayList<String>();
      var key = objects.firstKey();
      while (key != null) {
        var resource = StoredKey.resource(key);
        resources.add(resource);
        key = objects.ceilingKey(StoredKey.after(resource));
      }
      return resources;
    } finally {
      lock.readLock().unlock();
    }
  }
}
