package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.Event;
import dev.lamina.standalone.storage.EventType;
import dev.lamina.standalone.storage.ObjectStore;
import dev.lamina.standalone.storage.WatchLog.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One client's view of the changes after a revision: those that its selection can see.
public final class Watch {
  private final ObjectStore store;
  private final Selection selection;
  private long revision;
  private boolean ended;

  private Watch(ObjectStore store, Selection selection, long revision) {
    this.store = store;
    this.selection = selection;
    this.revision = revision;
  }

  public static Watch after(ObjectStore store, Selection selection, long revision) {
    return new Watch(store, selection, revision);
  }

  /// What a client is told; an object that left the selection counts as deleted.
  public record Change(EventType type, KubeObject object) {}

  /// The revision up to which the client knows everything.
  public long revision() {
    return revision;
  }

  /// Whether the API is shutting down.
  public boolean hasEnded() {
    return ended;
  }

  /// Waits for changes, at most as long as given.
  ///
  /// @throws StatusException 410 when the changes since the last call are no longer known
  public List<Change> next(Duration timeout) throws InterruptedException {
    return switch (store.log().await(revision, timeout)) {
      case Batch.Changes(var events, var upTo) -> {
        revision = upTo;
        yield visible(events);
      }
      case Batch.Expired(var oldest) ->
          throw StatusException.expired(
              "too old resource version: %d (%d)".formatted(revision, oldest));
      case Batch.Closed() -> {
        ended = true;
        yield List.of();
      }
    };
  }

  private List<Change> visible(List<Event> events) {
    var changes = new ArrayList<Change>();
    for (var event : events) {
      if (selection.covers(event.key())) {
        change(event).ifPresent(changes::add);
      }
    }
    return changes;
  }

  private Optional<Change> change(Event event) {
    var object = event.object();
    if (selection.selectsAll()) {
      return Optional.of(new Change(event.type(), object));
    }
    var wasVisible = event.previous().filter(selection::matches).isPresent();
    var isVisible = event.type() != EventType.DELETED && selection.matches(object);
    if (isVisible) {
      return Optional.of(new Change(wasVisible ? EventType.MODIFIED : EventType.ADDED, object));
    }
    return wasVisible ? Optional.of(new Change(EventType.DELETED, object)) : Optional.empty();
  }
}
