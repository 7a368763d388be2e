package dev.lamina.standalone.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.storage.Event;
import dev.lamina.standalone.storage.EventType;
import dev.lamina.standalone.storage.ObjectStore;

/// Empties namespaces and definitions that are being deleted, and lets them go when they are empty.
final class Cascade {
  private static final String NAMESPACES = "namespaces";
  private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

  private final ObjectStore store;
  private final Catalog catalog;
  private final Deletion deletion;

  Cascade(ObjectStore store, Catalog catalog, Deletion deletion) {
    this.store = store;
    this.catalog = catalog;
    this.deletion = deletion;
  }

  void sweep() {
    store.list(NAMESPACES, "", null, 0).objects().forEach(this::emptyNamespace);
    store.list(DEFINITIONS, "", null, 0).objects().forEach(this::emptyDefinition);
  }

  void observe(Event event) {
    if (event.type() == EventType.DELETED) {
      store
          .get(new ObjectKey(NAMESPACES, "", event.key().namespace()))
          .ifPresent(this::emptyNamespace);
      store
          .get(new ObjectKey(DEFINITIONS, "", event.key().resource()))
          .ifPresent(this::emptyDefinition);
    } else if (event.key().resource().equals(NAMESPACES)) {
      emptyNamespace(event.object());
    } else if (event.key().resource().equals(DEFINITIONS)) {
      emptyDefinition(event.object());
    }
  }

  private void emptyNamespace(KubeObject namespace) {
    if (!namespace.isBeingDeleted()) {
      return;
    }
    var left =
        catalog.types().stream()
            .filter(ResourceType::namespaced)
            .mapToInt(type -> deleteAll(type, namespace.name()))
            .sum();
    if (left == 0) {
      release(namespace.name());
    }
  }

  private void release(String namespace) {
    var key = new ObjectKey(NAMESPACES, "", namespace);
    store.write(transaction -> {
      transaction
          .get(key)
          .filter(KubeObject::isBeingDeleted)
          .ifPresent(object -> {
            if (object.tree().get("spec") instanceof ObjectNode spec) {
              spec.remove("finalizers");
            }
            Deletion.settle(transaction, key, object);
          });
      return true;
    });
  }

  private void emptyDefinition(KubeObject definition) {
    var type = catalog.byId(definition.name());
    if (!definition.isBeingDeleted() || !definition.hasFinalizer(Finalizers.CUSTOM_RESOURCES)) {
      return;
    }
    if (type.isEmpty() || deleteAll(type.get(), "") == 0) {
      catalog.withdraw(definition.name());
      deletion.release(
          new ObjectKey(DEFINITIONS, "", definition.name()), Finalizers.CUSTOM_RESOURCES);
    }
  }

  /// @return how many are still there, held by finalizers
  private int deleteAll(ResourceType type, String namespace) {
    var left = 0;
    for (var object : store.list(type.id(), namespace, null, 0).objects()) {
      var result = deletion.deleteIfThere(type, object, DeleteOptions.BACKGROUND);
      left += result.isEmpty() || result.get().isGone() ? 0 : 1;
    }
    return left;
  }
}
