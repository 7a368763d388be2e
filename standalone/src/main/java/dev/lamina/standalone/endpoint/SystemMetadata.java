package dev.lamina.standalone.endpoint;

import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.schema.FieldError;
import dev.lamina.standalone.schema.FieldPath;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// The metadata that the server writes, whatever clients send.
final class SystemMetadata {
  private static final List<String> KEPT =
      List.of(
          "name",
          "namespace",
          "generateName",
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion");
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;
  private static final int MAX_GENERATED_BASE = 248;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SystemMetadata(Clock clock) {
    this.clock = clock;
  }

  void initialize(KubeObject object, ResourceType type) {
    var metadata = object.metadata();
    metadata.remove(
        List.of(
            "generation",
            "resourceVersion",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds"));
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    if (type.countsGenerations()) {
      metadata.put("generation", 1);
    }
  }

  /// A name that starts with `generateName` and most likely is not taken.
  String generateName(String base) {
    var name = new StringBuilder(base.substring(0, Math.min(base.length(), MAX_GENERATED_BASE)));
    for (var i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
    }
    return name.toString();
  }

  static void keep(KubeObject stored, KubeObject candidate) {
    for (var field : KEPT) {
      var value = stored.metadata().get(field);
      if (value == null) {
        candidate.metadata().remove(field);
      } else {
        candidate.metadata().set(field, value.deepCopy());
      }
    }
    candidate.metadata().remove("selfLink");
  }

  /// Counts a generation when anything but metadata and status changed.
  static void countGeneration(KubeObject stored, KubeObject candidate, ResourceType type) {
    if (type.countsGenerations() && !desired(stored, type).equals(desired(candidate, type))) {
      candidate.metadata().put("generation", stored.generation() + 1);
    }
  }

  private static Object desired(KubeObject object, ResourceType type) {
    var tree = object.copy().tree();
    tree.remove("metadata");
    if (type.hasStatus()) {
      tree.remove("status");
    }
    return tree;
  }

  static List<FieldError> checkFinalizers(KubeObject stored, KubeObject candidate) {
    var added = candidate.finalizers().stream().filter(it -> !stored.hasFinalizer(it)).toList();
    return !stored.isBeingDeleted() || added.isEmpty()
        ? List.of()
        : List.of(
            FieldError.forbidden(
                FieldPath.ROOT.field("metadata").field("finalizers"),
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers []string{\""
                    + String.join("\", \"", added)
                    + "\"}"));
  }
}
