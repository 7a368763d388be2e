package dev.lamina.agent.gc;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a prune takes, and what it leaves.
///
/// Where `names`, `digests` and `dangling` say nothing, all images are meant; otherwise those that
/// one of them fits. The limits narrow that down, and `keep` has the last word.
///
/// @param names only these names go; the image goes with its last one
/// @param dangling images without a name
/// @param buildCache the tenant's cached steps as well
/// @param force also what is in use: an image that a container was made from loses its names
public record PruneRules(
    List<NamePattern> names,
    Set<Digest> digests,
    boolean dangling,
    boolean buildCache,
    boolean force,
    Limits limits,
    Keep keep) {
  public PruneRules {
    names = List.copyOf(names);
    digests = Set.copyOf(digests);
  }

  boolean meansAll() {
    return names.isEmpty() && digests.isEmpty() && !dangling;
  }

  boolean isNamed(Reference name) {
    return names.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /// Narrows the images down; nothing set = no limit.
  ///
  /// @param createdBefore as the image says
  /// @param storedBefore by when it last came into this store
  /// @param labels it must have; an absent value fits any
  /// @param withoutLabels it must not have; an absent value fits any
  public record Limits(
      @Nullable Instant createdBefore,
      @Nullable Instant storedBefore,
      Map<String, String> labels,
      Map<String, String> withoutLabels) {
    public static final Limits NONE = new Limits(null, null, Map.of(), Map.of());

    /// Stands for any value of a label.
    public static final String ANY = "";

    public Limits {
      labels = Map.copyOf(labels);
      withoutLabels = Map.copyOf(withoutLabels);
    }

    boolean readsLabels() {
      return !labels.isEmpty() || !withoutLabels.isEmpty();
    }

    boolean admit(Instant created, Instant stored) {
      return (createdBefore == null || created.isBefore(createdBefore))
          && (storedBefore == null || stored.isBefore(storedBefore));
    }

    boolean admit(Map<String, String> found) {
      return labels.entrySet().stream().allMatch(wanted -> fits(found, wanted))
          && withoutLabels.entrySet().stream().noneMatch(unwanted -> fits(found, unwanted));
    }

    static boolean fits(Map<String, String> found, Map.Entry<String, String> wanted) {
      var value = found.get(wanted.getKey());
      return value != null
          && (wanted.getValue().equals(ANY) || Objects.equals(value, wanted.getValue()));
    }
  }

  /// What stays whatever else is said.
  ///
  /// @param names images with such a name
  /// @param labels images with one of these labels; an absent value fits any
  /// @param lastPerRepository so many of the newest images of each repository
  public record Keep(List<NamePattern> names, Map<String, String> labels, int lastPerRepository) {
    public static final Keep NOTHING = new Keep(List.of(), Map.of(), 0);

    public Keep {
      names = List.copyOf(names);
      labels = Map.copyOf(labels);
    }

    boolean isNamed(Reference name) {
      return names.stream().anyMatch(pattern -> pattern.matches(name));
    }
  }
}
