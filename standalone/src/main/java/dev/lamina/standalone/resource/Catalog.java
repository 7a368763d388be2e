package dev.lamina.standalone.resource;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The kinds served at this moment: the built-in ones, and those of applied definitions.
public final class Catalog {
  private final Map<String, ResourceType> types = new ConcurrentSkipListMap<>();

  public Catalog() {
    BuiltIn.types().forEach(this::serve);
  }

  public void serve(ResourceType type) {
    types.put(type.id(), type);
  }

  public void withdraw(String id) {
    types.remove(id);
  }

  public Collection<ResourceType> types() {
    return types.values();
  }

  public Optional<ResourceType> byId(String id) {
    return Optional.ofNullable(types.get(id));
  }

  public Optional<ResourceType> find(String group, String version, String plural) {
    return byId(group.isEmpty() ? plural : plural + "." + group)
        .filter(type -> type.version().equals(version));
  }

  public Optional<ResourceType> byKind(String group, String kind) {
    return types.values().stream()
        .filter(type -> type.group().equals(group) && type.kind().equals(kind))
        .findFirst();
  }
}
