package dev.lamina.standalone.lifecycle;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ObjectKey;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.ObjectStore;
import dev.lamina.standalone.storage.Transaction;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Deletes an object: at once, or once its finalizers are gone.
public final class Deletion {
  private final ObjectStore store;
  private final Clock clock;

  public Deletion(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// What a deletion led to.
  ///
  /// @param object the last state
  /// @param isGone false while finalizers hold the object
  public record Result(KubeObject object, boolean isGone) {}

  /// Asks for the deletion of an object.
  ///
  /// @throws StatusException 404 when there is no such object, 409 when a precondition fails
  public Result delete(ResourceType type, String namespace, String name, DeleteOptions options) {
    var key = type.key(namespace, name);
    return store.write(transaction -> {
      var object =
          transaction.get(key).orElseThrow(() -> StatusException.notFound(type.subject(name)));
      checkPreconditions(object, type, options);
      var result = delete(transaction, key, object, options.propagation());
      if (options.dryRun()) {
        transaction.rollback();
      }
      return result;
    });
  }

  /// Deletes an object for its owner or its namespace. That it is gone already, or no longer what
  /// the options say, is an answer like any other.
  Optional<Result> deleteIfThere(ResourceType type, KubeObject object, DeleteOptions options) {
    try {
      return Optional.of(delete(type, object.namespace(), object.name(), options));
    } catch (StatusException e) {
      return switch (e.status().reason()) {
        case "NotFound", "Conflict" -> Optional.empty();
        default -> throw e;
      };
    }
  }

  private Result delete(
      Transaction transaction, ObjectKey key, KubeObject object, Propagation propagation) {
    var isFirst = !object.isBeingDeleted();
    if (isFirst) {
      hold(object, propagation);
      object
          .metadata()
          .put("deletionTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
          .put("deletionGracePeriodSeconds", 0);
    }
    if (Finalizers.isReleased(object)) {
      transaction.remove(key);
      return new Result(object, true);
    }
    return new Result(isFirst ? transaction.put(key, object) : object, false);
  }

  private static void hold(KubeObject object, Propagation propagation) {
    switch (propagation) {
      case Background -> {}
      case Foreground -> object.addFinalizer(Finalizers.FOREGROUND);
      case Orphan -> object.addFinalizer(Finalizers.ORPHAN);
    }
    switch (object.kind()) {
      case "CustomResourceDefinition" -> object.addFinalizer(Finalizers.CUSTOM_RESOURCES);
      case "Namespace" -> object.tree().withObjectProperty("status").put("phase", "Terminating");
      default -> {}
    }
    if (object.metadata().has("generation")) {
      object.metadata().put("generation", object.generation() + 1);
    }
  }

  private static void checkPreconditions(
      KubeObject object, ResourceType type, DeleteOptions options) {
    if (!options.uid().isEmpty() && !options.uid().equals(object.uid())) {
      throw StatusException.conflict(
          type.subject(object.name()),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(options.uid(), object.uid()));
    }
    if (!options.resourceVersion().isEmpty()
        && !options.resourceVersion().equals(object.resourceVersion())) {
      throw StatusException.conflict(
          type.subject(object.name()),
          "Precondition failed: ResourceVersion in precondition: %s, in object meta: %s"
              .formatted(options.resourceVersion(), object.resourceVersion()));
    }
  }

  /// Takes a finalizer off an object that is being deleted, and the object away if that was all.
  void release(ObjectKey key, String finalizer) {
    store.write(transaction -> {
      transaction
          .get(key)
          .filter(object -> object.hasFinalizer(finalizer))
          .ifPresent(object -> {
            object.removeFinalizer(finalizer);
            settle(transaction, key, object);
          });
      return true;
    });
  }

  /// Stores a changed object, or removes it when the change released it.
  public static KubeObject settle(Transaction transaction, ObjectKey key, KubeObject object) {
    var stored = transaction.put(key, object);
    if (Finalizers.isReleased(stored)) {
      transaction.remove(key);
    }
    return stored;
  }
}
