package dev.lamina.standalone.lifecycle;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import dev.lamina.standalone.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Forgets Events an hour after they last happened, as kube-apiserver does by default.
final class EventExpiry {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
  private static final String EVENTS = "events";

  private final ObjectStore store;
  private final Clock clock;

  EventExpiry(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void sweep() {
    var deadline = clock.instant().minus(TIME_TO_LIVE);
    var expired = expired(deadline);
    if (!expired.isEmpty()) {
      store.write(transaction -> {
        expired.forEach(transaction::remove);
        return true;
      });
    }
  }

  private List<ObjectKey> expired(Instant deadline) {
    return store.list(EVENTS, "", null, 0).objects().stream()
        .filter(event -> lastSeen(event).isBefore(deadline))
        .map(event -> new ObjectKey(EVENTS, event.namespace(), event.name()))
        .toList();
  }

  private static Instant lastSeen(KubeObject event) {
    var last = event.textAt(".lastTimestamp");
    return Instant.parse(last.isEmpty() ? event.textAt(".metadata.creationTimestamp") : last);
  }
}
