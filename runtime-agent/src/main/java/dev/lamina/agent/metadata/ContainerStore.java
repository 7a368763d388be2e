package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import java.util.List;
import java.util.Optional;

/// Durable records of containers; the room `container` owns their form.
///
/// A record is written before anything of the container exists and removed after everything of it
/// is gone, so that a restarted agent finds whatever a crash left behind.
public interface ContainerStore {
  /// Writes or replaces a record; names are unique per tenant.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` when another id has that name
  void put(StoredContainer container);

  Optional<StoredContainer> find(String id);

  List<StoredContainer> list();

  void remove(String id);

  /// One container.
  ///
  /// @param id 64 hex digits
  /// @param imageId the image it was made from: in use as long as the record is there
  /// @param snapshot key of its writable layer, which no sweep touches as long as the record is
  ///   there
  /// @param record JSON, opaque here
  record StoredContainer(
      String id, Tenant tenant, String name, Digest imageId, String snapshot, String record) {}
}
