package dev.lamina.standalone.storage;

import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One committed change of one object. The bytes are shared by all who watch: do not change them.
public final class Event {
  private final long revision;
  private final EventType type;
  private final ObjectKey key;
  private final byte[] json;
  private final byte @Nullable [] previous;

  Event(long revision, EventType type, ObjectKey key, byte[] json, byte @Nullable [] previous) {
    this.revision = revision;
    this.type = type;
    this.key = key;
    this.json = json;
    this.previous = previous;
  }

  public long revision() {
    return revision;
  }

  public EventType type() {
    return type;
  }

  public ObjectKey key() {
    return key;
  }

  /// The object after the change; of a deleted object, its last state with the revision of the
  /// deletion.
  public KubeObject object() {
    return new KubeObject(Json.parseStored(json));
  }

  /// The object before the change, empty when it was created.
  public Optional<KubeObject> previous() {
    return Optional.ofNullable(previous).map(Json::parseStored).map(KubeObject::new);
  }

  int size() {
    return json.length + (previous == null ? 0 : previous.length);
  }
}
