package dev.lamina.standalone.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import dev.lamina.standalone.storage.WatchLog.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
  @TempDir Path directory;

  private ObjectStore open() {
    return ObjectStore.open(directory.resolve("objects.mv"));
  }

  private static ObjectKey key(String namespace, String name) {
    return new ObjectKey("things", namespace, name);
  }

  private static KubeObject object(String name) {
    var tree = Json.object();
    tree.putObject("metadata").put("name", name);
    return new KubeObject(tree);
  }

  private static KubeObject put(ObjectStore store, String namespace, String name) {
    return store.write(transaction -> transaction.put(key(namespace, name), object(name)));
  }

  private static List<String> names(Snapshot snapshot) {
    return snapshot.objects().stream().map(KubeObject::name).toList();
  }

  @Test
  void givesEveryChangeTheNextRevisionAndKeepsItAcrossAReopening() {
    String first;
    try (var store = open()) {
      first = put(store, "a", "x").resourceVersion();
    }
    try (var store = open()) {
      assertEquals(first, store.get(key("a", "x")).orElseThrow().resourceVersion());
      assertEquals(
          Long.parseLong(first) + 1, Long.parseLong(put(store, "a", "y").resourceVersion()));
    }
  }

  @Test
  void listsInPagesAndSaysHowManyAreLeft() {
    try (var store = open()) {
      List.of("c", "a", "b").forEach(name -> put(store, "ns", name));
      put(store, "other", "z");

      var first = store.list("things", "ns", null, 2);
      var second = store.list("things", "ns", first.next().orElseThrow(), 2);

      assertEquals(List.of("a", "b"), names(first));
      assertEquals(1, first.remaining());
      assertEquals(List.of("c"), names(second));
      assertTrue(second.next().isEmpty());
      assertEquals(4, store.list("things", "", null, 0).objects().size());
    }
  }

  @Test
  void doesNothingOfAChangeThatFails() {
    try (var store = open()) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.write(transaction -> {
                transaction.put(key("a", "x"), object("x"));
                throw new IllegalStateException("on purpose");
              }));

      assertTrue(store.get(key("a", "x")).isEmpty());
      assertEquals(1, store.revision());
    }
  }

  @Test
  void tellsWhoWatchesWhatHappenedInOrder() throws Exception {
    try (var store = open()) {
      var start = store.revision();
      put(store, "a", "x");
      put(store, "a", "x");
      store.write(transaction -> transaction.remove(key("a", "x")));

      var batch =
          assertInstanceOf(Batch.Changes.class, store.log().await(start, Duration.ofSeconds(5)));

      assertEquals(
          List.of(EventType.ADDED, EventType.MODIFIED, EventType.DELETED),
          batch.events().stream().map(Event::type).toList());
      assertEquals(batch.upTo(), store.revision());
      assertEquals(
          Long.toString(batch.upTo()), batch.events().getLast().object().resourceVersion());
    }
  }

  @Test
  void wakesWhoWaitsForAChange() throws Exception {
    try (var store = open()) {
      var start = store.revision();
      var writer = Thread.ofVirtual().start(() -> put(store, "a", "x"));

      var batch = store.log().await(start, Duration.ofSeconds(10));

      assertEquals(1, assertInstanceOf(Batch.Changes.class, batch).events().size());
      writer.join();
    }
  }

  @Test
  void saysThatChangesBeforeTheStartAreNotKnown() throws Exception {
    try (var store = open()) {
      put(store, "a", "x");
    }
    try (var store = open()) {
      put(store, "a", "y");
      assertInstanceOf(Batch.Expired.class, store.log().await(1, Duration.ZERO));
    }
  }

  @Test
  void forgetsTheOldestChangesWhenThereAreTooMany() throws Exception {
    try (var store = open()) {
      var start = store.revision();
      store.write(transaction -> {
        for (var i = 0; i < 9000; i++) {
          transaction.put(key("a", "x"), object("x"));
        }
        return true;
      });

      assertInstanceOf(Batch.Expired.class, store.log().await(start, Duration.ZERO));
      assertInstanceOf(
          Batch.Changes.class, store.log().await(store.revision() - 10, Duration.ZERO));
    }
  }
}
