package dev.lamina.agent.gc;

import dev.lamina.agent.image.NamePattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What goes of all tenants: of an image the first rule that matches decides.
public record RetentionRules(List<Rule> rules, PruneRules.Keep keep) {
  public RetentionRules {
    rules = List.copyOf(rules);
  }

  /// What a rule matches, and which of that goes: what all of its limits let go.
  ///
  /// @param names and `dangling` select images as in [PruneRules]; without both all are meant
  /// @param labels the images must have; an absent value fits any
  /// @param buildCache all of the build cache, and no images
  /// @param usedBefore only images that last came into this store, and cached results that a build
  ///   last used, before; absent = of any age
  /// @param keepLast so many of the newest images of each repository of a tenant stay
  /// @param keepBytes the oldest go, as long as what the rule matches is larger; absent = all
  public record Rule(
      List<NamePattern> names,
      boolean dangling,
      Map<String, String> labels,
      boolean buildCache,
      @Nullable Instant usedBefore,
      int keepLast,
      @Nullable Long keepBytes) {
    public Rule {
      names = List.copyOf(names);
      labels = Map.copyOf(labels);
    }

    /// The images that it matches, as a prune without limits would take them.
    PruneRules images(PruneRules.Keep keep) {
      var limits = new PruneRules.Limits(null, null, labels, Map.of());
      return new PruneRules(names, Set.of(), dangling, false, false, limits, keep);
    }

    boolean admitsAgeOf(Instant time) {
      return usedBefore == null || time.isBefore(usedBefore);
    }

    /// With a limit of nothing even what takes no space goes.
    boolean isExceededBy(long bytes) {
      return keepBytes == null || keepBytes == 0 || bytes > keepBytes;
    }
  }
}
