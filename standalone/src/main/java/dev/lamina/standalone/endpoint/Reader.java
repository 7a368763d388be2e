package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.ObjectStore;
import dev.lamina.standalone.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// The verbs that change nothing: get and list.
public final class Reader {
  private final ObjectStore store;

  public Reader(ObjectStore store) {
    this.store = store;
  }

  public KubeObject get(ResourceType type, String namespace, String name) {
    return store
        .get(type.key(namespace, name))
        .orElseThrow(() -> StatusException.notFound(type.subject(name)));
  }

  /// A part of a list.
  ///
  /// @param metadata of the list: revision and, when there is more, how to go on
  public record Page(List<KubeObject> objects, ObjectNode metadata) {}

  /// Lists at the newest revision. Pages are a matter of size, not of time: the next one shows the
  /// objects as they are then.
  ///
  /// @param token `continue` of the page before, empty to start
  /// @param limit the size of a page, 0 for everything; selections come whole
  public Page list(Selection selection, String token, int limit) {
    var from = token.isEmpty() ? null : decode(token);
    var size = selection.selectsAll() ? limit : 0;
    var snapshot = store.list(selection.type().id(), selection.namespace(), from, size);
    var objects = snapshot.objects().stream().filter(selection::matches).toList();
    return new Page(objects, metadata(snapshot));
  }

  private static ObjectNode metadata(Snapshot snapshot) {
    var metadata = Json.object().put("resourceVersion", Long.toString(snapshot.revision()));
    snapshot
        .next()
        .ifPresent(next ->
            metadata.put("continue", encode(next)).put("remainingItemCount", snapshot.remaining()));
    return metadata;
  }

  private static String encode(String key) {
    var bytes = key.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest("continue key is not valid: " + token);
    }
  }
}
