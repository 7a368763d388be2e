package dev.lamina.standalone.patch;

import dev.lamina.standalone.patch.Manager.Operation;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;

/// Who may write which field, and who wrote it: server-side apply, and the records that every other
/// write leaves for it in `metadata.managedFields`.
///
/// @see <a href="https://github.com/kubernetes-sigs/structured-merge-diff">the reference</a>
public final class FieldOwnership {
  private final Clock clock;

  public FieldOwnership(Clock clock) {
    this.clock = clock;
  }

  /// Applies a configuration: it owns what it names, and what it no longer names goes, unless
  /// somebody else owns it too.
  ///
  /// @param live the stored object, or an empty one of the same name to create it
  /// @return the object as it should be stored
  /// @throws StatusException 409 when it would change fields of others, unless `force`
  public KubeObject apply(
      KubeObject live, KubeObject applied, ResourceType type, Manager manager, boolean force) {
    var schema = type.schema();
    var managed = ManagedFields.of(live);
    var config = Ownable.of(applied, type, manager.subresource());
    var owned = Fields.of(config, schema);
    var result = live.copy();
    Merge.into(result.tree(), config, schema);
    var others = managed.others(manager).values().stream().reduce(FieldSet.EMPTY, FieldSet::union);
    var kept = owned.union(others);
    Merge.remove(result.tree(), managed.of(manager).difference(kept), kept, schema);
    var changes = Changes.between(live, result, type, manager.subresource());
    if (!force) {
      refuseConflicts(managed, manager, changes, LastApplied.fields(live, type, manager));
    }
    takeOver(managed, manager, changes, type.apiVersion());
    managed.set(manager, owned, type.apiVersion(), now());
    managed.writeTo(result);
    return result;
  }

  /// Records who wrote the fields that differ. Managed fields that the new object brings along
  /// count as the present state: that is how clients edit them.
  public void recordUpdate(
      Optional<KubeObject> before, KubeObject after, ResourceType type, Manager manager) {
    var managed = present(before, after);
    var changes =
        Changes.between(
            before.orElseGet(FieldOwnership::nothing), after, type, manager.subresource());
    takeOver(managed, manager, changes, type.apiVersion());
    var owned = managed.of(manager).union(changes.written()).difference(changes.removed());
    managed.set(manager, owned, type.apiVersion(), now());
    managed.writeTo(after);
  }

  private static KubeObject nothing() {
    return new KubeObject(Json.object());
  }

  private static ManagedFields present(Optional<KubeObject> before, KubeObject after) {
    if (ManagedFields.isReset(after)) {
      return ManagedFields.none();
    }
    return ManagedFields.isAbsent(after)
        ? before.map(ManagedFields::of).orElseGet(ManagedFields::none)
        : ManagedFields.of(after);
  }

  private static void refuseConflicts(
      ManagedFields managed, Manager manager, Changes changes, FieldSet allowed) {
    var conflicts = new ArrayList<Conflict>();
    managed
        .others(manager)
        .forEach((other, fields) -> {
          var contested = fields.intersection(changes.written()).difference(allowed);
          if (!contested.isEmpty()) {
            conflicts.add(new Conflict(managed.shown(other), contested));
          }
        });
    if (!conflicts.isEmpty()) {
      throw Conflict.refusal(conflicts);
    }
  }

  /// What is written or removed belongs to nobody else any more.
  private void takeOver(
      ManagedFields managed, Manager manager, Changes changes, String apiVersion) {
    managed
        .others(manager)
        .forEach((other, fields) -> {
          var left = fields.difference(changes.written()).difference(changes.removed());
          managed.set(other, left, apiVersion, now());
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /// The manager of a plain write.
  public static Manager updater(String name, String subresource) {
    return new Manager(name, Operation.Update, subresource);
  }

  /// The manager of a server-side apply.
  public static Manager applier(String name, String subresource) {
    return new Manager(name, Operation.Apply, subresource);
  }
}
