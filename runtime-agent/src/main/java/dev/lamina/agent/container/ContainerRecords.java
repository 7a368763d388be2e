package dev.lamina.agent.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.ContainerStore;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The records of all containers, as JSON in the metadata store.
final class ContainerRecords {
  private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{2,64}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final ContainerStore store;

  ContainerRecords(ContainerStore store) {
    this.store = store;
  }

  /// @throws AgentException `AlreadyExists` when another container of the tenant has that name
  void put(ContainerRecord container) {
    store.put(
        new StoredContainer(
            container.id(),
            container.tenant(),
            container.name(),
            container.image().imageId(),
            container.snapshotKey(),
            container.mounted(),
            write(container)));
  }

  Optional<ContainerRecord> find(String id) {
    return store.find(id).map(ContainerRecords::read);
  }

  /// Of every tenant.
  List<ContainerRecord> all() {
    return store.list().stream().map(ContainerRecords::read).toList();
  }

  /// Newest first.
  List<ContainerRecord> of(Tenant tenant) {
    return store.list().stream()
        .filter(stored -> stored.tenant().equals(tenant))
        .map(ContainerRecords::read)
        .sorted(Comparator.comparing(ContainerRecord::createdAt).reversed())
        .toList();
  }

  void remove(String id) {
    store.remove(id);
  }

  boolean isTaken(Tenant tenant, String name) {
    return matching(tenant, stored -> stored.name().equals(name)).findFirst().isPresent();
  }

  /// The container of this id, name, or unique prefix of an id.
  ///
  /// @throws AgentException `NotFound`; `InvalidArgument` when a prefix fits several
  ContainerRecord require(Tenant tenant, String container) {
    var exact =
        matching(tenant, stored -> stored.id().equals(container) || stored.name().equals(container))
            .findFirst();
    return read(exact.orElseGet(() -> requireByPrefix(tenant, container)));
  }

  private StoredContainer requireByPrefix(Tenant tenant, String prefix) {
    var found =
        ID_PREFIX.matcher(prefix).matches()
            ? matching(tenant, stored -> stored.id().startsWith(prefix)).toList()
            : List.<StoredContainer>of();
    if (found.size() > 1) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "container '" + prefix + "': " + found.size() + " ids begin with that");
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () -> new AgentException(FailureReason.NotFound, "no container '" + prefix + "'"));
  }

  private Stream<StoredContainer> matching(Tenant tenant, Predicate<StoredContainer> wanted) {
    return store.list().stream().filter(each -> each.tenant().equals(tenant)).filter(wanted);
  }

  private static String write(ContainerRecord container) {
    try {
      return JSON.writeValueAsString(container);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of values always has a JSON form", e);
    }
  }

  private static ContainerRecord read(StoredContainer stored) {
    try {
      return JSON.readValue(stored.record(), ContainerRecord.class);
    } catch (JsonProcessingException e) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "the record of container " + stored.name() + " is damaged: " + e.getOriginalMessage(),
          e);
    }
  }
}
