package dev.lamina.standalone.lifecycle;

import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.OwnerReference;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.storage.Event;
import dev.lamina.standalone.storage.EventType;
import dev.lamina.standalone.storage.ObjectStore;
import java.util.List;
import java.util.stream.Stream;

/// Deletes objects whose owners are gone, and lets owners that wait for their dependents go.
///
/// Every visit looks at the whole store again instead of keeping a graph: deletions are rare here
/// and objects few.
final class GarbageCollector {
  private final ObjectStore store;
  private final Catalog catalog;
  private final Deletion deletion;

  GarbageCollector(ObjectStore store, Catalog catalog, Deletion deletion) {
    this.store = store;
    this.catalog = catalog;
    this.deletion = deletion;
  }

  private record Dependent(ResourceType type, KubeObject object) {}

  /// Finishes what a stop may have interrupted.
  void sweep() {
    everything().filter(it -> !it.object().ownerReferences().isEmpty()).forEach(this::collect);
    everything().filter(it -> isWaiting(it.object())).forEach(this::advance);
  }

  void observe(Event event) {
    catalog
        .byId(event.key().resource())
        .ifPresent(type -> {
          if (event.type() == EventType.DELETED) {
            forget(new Dependent(type, event.object()));
          } else {
            // What matters is the state now: the event may be older than what was done since.
            store.get(event.key()).ifPresent(object -> consider(new Dependent(type, object)));
          }
        });
  }

  private void forget(Dependent gone) {
    dependentsOf(gone.object()).forEach(this::collect);
    ownersOf(gone).filter(owner -> isWaiting(owner.object())).forEach(this::advance);
  }

  private void consider(Dependent subject) {
    if (isWaiting(subject.object())) {
      advance(subject);
    } else if (!subject.object().ownerReferences().isEmpty()) {
      collect(subject);
      ownersOf(subject).filter(owner -> isWaiting(owner.object())).forEach(this::advance);
    }
  }

  private static boolean isWaiting(KubeObject object) {
    return object.isBeingDeleted()
        && (object.hasFinalizer(Finalizers.FOREGROUND) || object.hasFinalizer(Finalizers.ORPHAN));
  }

  /// Deletes an object none of whose owners is there any more; of several owners, one is enough,
  /// and of owners of kinds that are not served nothing is known.
  private void collect(Dependent dependent) {
    if (!dependent.object().isBeingDeleted()
        && dependent.object().ownerReferences().stream().allMatch(this::isServed)
        && ownersOf(dependent).findAny().isEmpty()) {
      delete(dependent, Propagation.Background);
    }
  }

  private boolean isServed(OwnerReference reference) {
    return catalog.byKind(reference.group(), reference.kind()).isPresent();
  }

  private void advance(Dependent owner) {
    var key = owner.type().keyOf(owner.object());
    var dependents = dependentsOf(owner.object());
    if (owner.object().hasFinalizer(Finalizers.ORPHAN)) {
      dependents.forEach(dependent -> orphan(dependent, owner.object().uid()));
      deletion.release(key, Finalizers.ORPHAN);
      return;
    }
    dependents.stream()
        .filter(dependent -> !dependent.object().isBeingDeleted())
        .forEach(dependent -> delete(dependent, Propagation.Foreground));
    if (dependents.stream().noneMatch(it -> blocks(it, owner.object().uid()))) {
      deletion.release(key, Finalizers.FOREGROUND);
    }
  }

  private static boolean blocks(Dependent dependent, String owner) {
    return dependent.object().ownerReferences().stream()
        .anyMatch(reference -> reference.uid().equals(owner) && reference.blocksDeletion());
  }

  private void delete(Dependent dependent, Propagation propagation) {
    var object = dependent.object();
    // Decided for this state: if it has changed, its change will be considered.
    var options = new DeleteOptions(propagation, object.uid(), object.resourceVersion(), false);
    deletion.deleteIfThere(dependent.type(), object, options);
  }

  private void orphan(Dependent dependent, String owner) {
    var key = dependent.type().keyOf(dependent.object());
    store.write(transaction -> {
      transaction
          .get(key)
          .ifPresent(object -> {
            object
                .metadata()
                .withArrayProperty("ownerReferences")
                .removeIf(reference -> reference.path("uid").asText().equals(owner));
            transaction.put(key, object);
          });
      return true;
    });
  }

  private Stream<Dependent> ownersOf(Dependent dependent) {
    return dependent.object().ownerReferences().stream()
        .flatMap(reference -> owner(reference, dependent.object().namespace()));
  }

  private Stream<Dependent> owner(OwnerReference reference, String namespace) {
    return catalog.byKind(reference.group(), reference.kind()).stream()
        .flatMap(type ->
            store.get(type.key(namespace, reference.name())).stream()
                .filter(owner -> owner.uid().equals(reference.uid()))
                .map(owner -> new Dependent(type, owner)));
  }

  private List<Dependent> dependentsOf(KubeObject owner) {
    return everything()
        .filter(it ->
            it.object().ownerReferences().stream()
                .anyMatch(reference -> reference.uid().equals(owner.uid())))
        .toList();
  }

  private Stream<Dependent> everything() {
    return catalog.types().stream()
        .flatMap(type ->
            store.list(type.id(), "", null, 0).objects().stream()
                .map(object -> new Dependent(type, object)));
  }
}
