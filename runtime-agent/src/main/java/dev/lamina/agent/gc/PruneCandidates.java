package dev.lamina.agent.gc;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.StoredImage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which images of a tenant the rules of a prune mean, at one moment.
final class PruneCandidates {
  private final TenantImages present;
  private final PruneRules rules;
  private final ImageCatalog catalog;
  private final Set<Digest> kept;

  PruneCandidates(TenantImages present, ImageCatalog catalog, PruneRules rules) {
    this.present = present;
    this.rules = rules;
    this.catalog = catalog;
    kept = present.newestPerRepository(rules.keep().lastPerRepository());
  }

  /// What goes of an image.
  ///
  /// @param names that go
  /// @param isLast whether the image goes too
  record Candidate(StoredImage image, List<Reference> names, boolean isLast) {
    Candidate {
      names = List.copyOf(names);
    }
  }

  List<Candidate> find() {
    return present.images().stream().filter(this::isMeant).flatMap(this::candidate).toList();
  }

  private boolean isMeant(NamedImage named) {
    var image = named.image();
    return rules.limits().admit(image.createdAt(), image.storedAt())
        && (rules.force() || !present.isInUse(named))
        && !kept.contains(image.digest())
        && isSelected(named)
        && hasLabels(image);
  }

  private boolean isSelected(NamedImage named) {
    return rules.meansAll()
        || (rules.dangling() && named.names().isEmpty())
        || named.image().isOneOf(rules.digests())
        || rules.digests().contains(named.image().imageId())
        || named.names().stream().anyMatch(rules::isNamed);
  }

  private boolean hasLabels(StoredImage image) {
    if (!rules.limits().readsLabels() && rules.keep().labels().isEmpty()) {
      return true;
    }
    var found = catalog.load(image).config().config().labels();
    var labels = found == null ? Map.<String, String>of() : found;
    return rules.limits().admit(labels)
        && rules.keep().labels().entrySet().stream()
            .noneMatch(kept -> PruneRules.Limits.fits(labels, kept));
  }

  private Stream<Candidate> candidate(NamedImage named) {
    var byDigest =
        rules.meansAll()
            || named.image().isOneOf(rules.digests())
            || rules.digests().contains(named.image().imageId());
    var going =
        named.names().stream()
            .filter(name -> byDigest || rules.isNamed(name))
            .filter(name -> !rules.keep().isNamed(name))
            .toList();
    if (going.isEmpty() && !named.names().isEmpty()) {
      return Stream.empty();
    }
    var isLast = going.size() == named.names().size() && !present.isUsed(named.image());
    return isLast || !going.isEmpty()
        ? Stream.of(new Candidate(named.image(), going, isLast))
        : Stream.empty();
  }
}
