package dev.lamina.standalone.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.lifecycle.Deletion;
import dev.lamina.standalone.patch.FieldOwnership;
import dev.lamina.standalone.patch.JsonMergePatch;
import dev.lamina.standalone.patch.JsonOperations;
import dev.lamina.standalone.patch.StrategicMergePatch;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.rules.Rules;
import dev.lamina.standalone.schema.Pruning;
import dev.lamina.standalone.status.StatusException;
import dev.lamina.standalone.storage.ObjectStore;
import dev.lamina.standalone.storage.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The verbs that write objects: create, update, patch. Each is one transaction.
public final class Writer {
  private final ObjectStore store;
  private final Catalog catalog;
  private final ObjectCheck check;
  private final FieldOwnership ownership;
  private final SystemMetadata systemMetadata;
  private final DefinitionStrategy definitions;

  public Writer(ObjectStore store, Catalog catalog, Rules rules, Clock clock) {
    this.store = store;
    this.catalog = catalog;
    this.check = new ObjectCheck(rules);
    this.ownership = new FieldOwnership(clock);
    this.systemMetadata = new SystemMetadata(clock);
    this.definitions = new DefinitionStrategy(catalog, clock);
  }

  /// Serves the definitions that are stored already.
  public void serveStoredDefinitions() {
    store
        .list("customresourcedefinitions.apiextensions.k8s.io", "", null, 0)
        .objects()
        .forEach(definitions::written);
  }

  public Written create(
      ResourceType type, String namespace, ObjectNode body, WriteOptions options) {
    var object = new KubeObject(body);
    Identity.settle(object, type, namespace, "");
    if (!object.resourceVersion().isEmpty()) {
      throw StatusException.badRequest(
          "resourceVersion should not be set on objects to be created");
    }
    return write(
        type,
        options,
        transaction -> {
          nameUnlessNamed(object);
          if (transaction.get(type.keyOf(object)).isPresent()) {
            throw StatusException.alreadyExists(type.subject(object.name()));
          }
          return insert(transaction, type, object, options, true);
        });
  }

  public Written update(
      ResourceType type, String namespace, String name, ObjectNode body, WriteOptions options) {
    var candidate = new KubeObject(body);
    Identity.settle(candidate, type, namespace, name);
    Identity.checkVersionGiven(candidate, type);
    return write(
        type,
        options,
        transaction -> {
          var stored = stored(transaction, type, namespace, name);
          return replace(transaction, type, stored, candidate, options);
        });
  }

  public Written patch(
      ResourceType type, String namespace, String name, Patch patch, WriteOptions options) {
    return write(
        type,
        options,
        transaction -> {
          if (patch instanceof Patch.Apply apply) {
            return apply(transaction, type, namespace, name, apply, options);
          }
          var stored = stored(transaction, type, namespace, name);
          if (!(patched(stored.copy(), type, patch) instanceof ObjectNode tree)) {
            throw StatusException.badRequest("the patch does not leave an object");
          }
          var candidate = new KubeObject(tree);
          Identity.settle(candidate, type, namespace, name);
          return replace(transaction, type, stored, candidate, options);
        });
  }

  private static JsonNode patched(KubeObject object, ResourceType type, Patch patch) {
    return switch (patch) {
      case Patch.Operations(var body) ->
          JsonOperations.apply(object.tree(), body, type.kindSubject(object.name()));
      case Patch.Merge(var body) -> JsonMergePatch.apply(object.tree(), body);
      case Patch.StrategicMerge(var body) when type.builtIn() ->
          StrategicMergePatch.apply(object.tree(), body, type.schema());
      case Patch.StrategicMerge _ ->
          throw StatusException.unsupportedMediaType("application/strategic-merge-patch+json");
      case Patch.Apply _ -> throw new IllegalStateException("applied by its own way");
    };
  }

  private Written apply(
      Transaction transaction,
      ResourceType type,
      String namespace,
      String name,
      Patch.Apply patch,
      WriteOptions options) {
    if (!(patch.body() instanceof ObjectNode body)) {
      throw StatusException.badRequest("the body of an apply is an object");
    }
    var applied = new KubeObject(body);
    Identity.settle(applied, type, namespace, name);
    checkDeclared(applied, type);
    var manager = FieldOwnership.applier(options.manager(), options.subresource());
    var stored = transaction.get(type.key(namespace, name));
    if (stored.isEmpty() && options.isStatus()) {
      throw StatusException.notFound(type.subject(name));
    }
    var live = stored.orElseGet(() -> blank(applied));
    if (stored.isPresent()) {
      Identity.checkCurrent(live, applied, type);
    }
    var result = ownership.apply(live, applied, type, manager, patch.force());
    return stored.isEmpty()
        ? insert(transaction, type, result, options, false)
        : store(transaction, type, live, result, List.of(), options);
  }

  private static void checkDeclared(KubeObject applied, ResourceType type) {
    var unknown = Pruning.prune(applied.copy().tree(), type.schema());
    if (!unknown.isEmpty()) {
      throw StatusException.unclassified(
          "failed to create typed patch object (%s%s; %s, Kind=%s): %s"
              .formatted(
                  applied.namespace().isEmpty() ? "" : applied.namespace() + "/",
                  applied.name(),
                  type.apiVersion(),
                  type.kind(),
                  String.join(
                      "\n",
                      unknown.stream()
                          .map(path -> "." + path + ": field not declared in schema")
                          .toList())));
    }
  }

  private static KubeObject blank(KubeObject applied) {
    var tree = Json.object().put("apiVersion", applied.apiVersion()).put("kind", applied.kind());
    var metadata = tree.putObject("metadata").put("name", applied.name());
    if (!applied.namespace().isEmpty()) {
      metadata.put("namespace", applied.namespace());
    }
    return new KubeObject(tree);
  }

  private Written insert(
      Transaction transaction,
      ResourceType type,
      KubeObject object,
      WriteOptions options,
      boolean recordsOwner) {
    Identity.checkNamespace(transaction, catalog.byId("namespaces").orElseThrow(), type, object);
    if (type.hasStatus() && !type.acceptsStatusOnCreate()) {
      object.tree().remove("status");
    }
    var warnings = check.normalize(object, type, options.fieldValidation());
    systemMetadata.initialize(object, type);
    var strategy = Strategy.of(type, definitions);
    strategy.prepare(object, Optional.empty());
    check.validate(object, Optional.empty(), type);
    ObjectCheck.refuse(strategy.validate(object, Optional.empty()), object.name(), type);
    if (recordsOwner) {
      var manager = FieldOwnership.updater(options.manager(), options.subresource());
      ownership.recordUpdate(Optional.empty(), object, type, manager);
    }
    return new Written(transaction.put(type.keyOf(object), object), true, warnings);
  }

  private Written replace(
      Transaction transaction,
      ResourceType type,
      KubeObject stored,
      KubeObject candidate,
      WriteOptions options) {
    Identity.checkCurrent(stored, candidate, type);
    var writable = options.isStatus() ? withStatusOf(stored, candidate) : candidate;
    if (!options.isStatus() && type.hasStatus()) {
      copyStatus(stored, writable);
    }
    var warnings = check.normalize(writable, type, options.fieldValidation());
    SystemMetadata.keep(stored, writable);
    var manager = FieldOwnership.updater(options.manager(), options.subresource());
    ownership.recordUpdate(Optional.of(stored), writable, type, manager);
    return store(transaction, type, stored, writable, warnings, options);
  }

  /// Of a status request, only the status counts, and who managed what.
  private static KubeObject withStatusOf(KubeObject stored, KubeObject candidate) {
    var result = stored.copy();
    copyStatus(candidate, result);
    var managed = candidate.metadata().get("managedFields");
    if (managed != null) {
      result.metadata().set("managedFields", managed);
    }
    return result;
  }

  private static void copyStatus(KubeObject from, KubeObject to) {
    var status = from.tree().get("status");
    if (status == null) {
      to.tree().remove("status");
    } else {
      to.tree().set("status", status.deepCopy());
    }
  }

  private Written store(
      Transaction transaction,
      ResourceType type,
      KubeObject stored,
      KubeObject candidate,
      List<String> warnings,
      WriteOptions options) {
    check.normalize(candidate, type, WriteOptions.FieldValidation.Ignore);
    var strategy = Strategy.of(type, definitions);
    strategy.prepare(candidate, Optional.of(stored));
    var object = new KubeObject(Json.parseStored(Json.bytes(candidate.tree())));
    if (object.equals(stored)) {
      return new Written(stored, false, warnings);
    }
    if (!options.isStatus()) {
      SystemMetadata.countGeneration(stored, object, type);
    }
    check.validate(object, Optional.of(stored), type);
    var errors = new ArrayList<>(SystemMetadata.checkFinalizers(stored, object));
    errors.addAll(strategy.validate(object, Optional.of(stored)));
    ObjectCheck.refuse(errors, object.name(), type);
    return new Written(Deletion.settle(transaction, type.keyOf(object), object), false, warnings);
  }

  private Written write(
      ResourceType type, WriteOptions options, Function<Transaction, Written> change) {
    var written =
        store.write(transaction -> {
          var result = change.apply(transaction);
          if (options.dryRun()) {
            transaction.rollback();
            showStoredRevision(transaction, type, result.object());
          }
          return result;
        });
    if (!options.dryRun()) {
      Strategy.of(type, definitions).written(written.object());
    }
    return written;
  }

  /// A dry run takes no revision.
  private static void showStoredRevision(
      Transaction transaction, ResourceType type, KubeObject object) {
    transaction
        .get(type.keyOf(object))
        .map(KubeObject::resourceVersion)
        .ifPresentOrElse(
            revision -> object.metadata().put("resourceVersion", revision),
            () -> object.metadata().remove("resourceVersion"));
  }

  private void nameUnlessNamed(KubeObject object) {
    var base = object.metadata().path("generateName").asText();
    if (object.name().isEmpty() && !base.isEmpty()) {
      object.metadata().put("name", systemMetadata.generateName(base));
    }
  }

  private static KubeObject stored(
      Transaction transaction, ResourceType type, String namespace, String name) {
    return transaction
        .get(type.key(namespace, name))
        .orElseThrow(() -> StatusException.notFound(type.subject(name)));
  }
}
