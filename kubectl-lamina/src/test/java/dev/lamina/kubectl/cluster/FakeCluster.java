package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A cluster in memory: keeps what is written, and answers with the statuses it was given.
public final class FakeCluster implements Cluster {
  private final Map<Kind, Map<String, ObjectNode>> objects = new EnumMap<>(Kind.class);
  private final Map<Kind, Deque<String>> statuses = new EnumMap<>(Kind.class);
  private final List<JsonNode> written = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /// Takes in an object as the API would have it.
  ///
  /// @param status as JSON, in which ' stands for "
  public FakeCluster with(Kind kind, String name, String spec, String status) {
    var object = kind.object(name);
    ((ObjectNode) object.path("metadata"))
        .put("namespace", "default")
        .put("generation", 1)
        .put("creationTimestamp", "2026-01-01T00:00:00Z");
    object.set("spec", parse(spec));
    object.set("status", parse(status));
    of(kind).put(name, object);
    return this;
  }

  /// What the status of the next object of a kind becomes, state by state.
  public FakeCluster answers(Kind kind, String... states) {
    statuses.computeIfAbsent(kind, missing -> new ArrayDeque<>()).addAll(Arrays.asList(states));
    return this;
  }

  /// A status of conditions.
  public static String health(String type, String reason, String message, String further) {
    return ("{'observedGeneration': 1, 'conditions': [{'type': '%s', 'status': 'True', 'reason':"
            + " '%s', 'message': '%s'}]%s}")
        .formatted(type, reason, message, further.isEmpty() ? "" : ", " + further);
  }

  public static String ready(String reason, String further) {
    return health("Ready", reason, "", further);
  }

  public static String stalled(String reason, String message) {
    return health("Stalled", reason, message, "");
  }

  private static JsonNode parse(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), text);
  }

  /// What was created, replaced or patched, in this order.
  public List<JsonNode> written() {
    return written;
  }

  /// The only thing that was written.
  public JsonNode onlyWritten() {
    if (written.size() != 1) {
      throw new AssertionError("written: " + written);
    }
    return written.getFirst();
  }

  /// `ImagePull`, for each that was deleted.
  public List<String> deleted() {
    return deleted;
  }

  private Map<String, ObjectNode> of(Kind kind) {
    return objects.computeIfAbsent(kind, missing -> new LinkedHashMap<>());
  }

  @Override
  public List<JsonNode> list(Kind kind, boolean everywhere) {
    return List.copyOf(of(kind).values());
  }

  @Override
  public Optional<JsonNode> find(Kind kind, String name) {
    return Optional.ofNullable(of(kind).get(name));
  }

  @Override
  public JsonNode create(JsonNode object) {
    written.add(object.deepCopy());
    var kind =
        Arrays.stream(Kind.values())
            .filter(one -> one.title().equals(object.path("kind").asText()))
            .findFirst()
            .orElseThrow();
    var kept = (ObjectNode) object.deepCopy();
    ((ObjectNode) kept.path("metadata")).put("generation", 1);
    of(kind).put(object.at("/metadata/name").asText(), kept);
    return kept;
  }

  @Override
  public JsonNode replace(JsonNode object) {
    return create(object);
  }

  @Override
  public JsonNode patch(Kind kind, String name, JsonNode merge) {
    written.add(merge);
    return find(kind, name).orElseThrow();
  }

  @Override
  public void delete(Kind kind, String name, boolean isAwaited) {
    of(kind).remove(name);
    deleted.add(kind.title());
  }

  @Override
  public <T> T await(Kind kind, String name, Function<JsonNode, Optional<T>> look) {
    var object = of(kind).get(name);
    if (object == null) {
      throw new Failure(FailureReason.NotFound, name);
    }
    var states = statuses.getOrDefault(kind, new ArrayDeque<>());
    while (!states.isEmpty()) {
      var mark = object.at("/metadata/annotations/lamina.dev~1rebuild-at").asText("");
      object.set("status", parse(states.removeFirst().replace("MARK", mark)));
      var found = look.apply(object);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("still awaited: " + object);
  }
}
