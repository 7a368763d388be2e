package dev.lamina.kubectl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A cluster through the eyes of one person: one context, one namespace.
///
/// Every method throws [dev.lamina.kubectl.failure.Failure] with the reason of the API, such as
/// `Forbidden`.
public interface Cluster {
  /// The objects of a kind.
  ///
  /// @param everywhere those of all namespaces
  List<JsonNode> list(Kind kind, boolean everywhere);

  Optional<JsonNode> find(Kind kind, String name);

  /// Makes an object; the object as it is now.
  JsonNode create(JsonNode object);

  /// Puts an object in the place of the one of its name.
  JsonNode replace(JsonNode object);

  /// Merges a patch into an object; the object as it is now.
  JsonNode patch(Kind kind, String name, JsonNode merge);

  /// Deletes an object; one that is gone already is fine.
  ///
  /// @param isAwaited return when it is gone
  void delete(Kind kind, String name, boolean isAwaited);

  /// Looks at an object now and after every change until something is found in it.
  ///
  /// @throws dev.lamina.kubectl.failure.Failure `NotFound` if it is deleted meanwhile
  <T> T await(Kind kind, String name, Function<JsonNode, Optional<T>> look);
}
