package dev.lamina.agent.gc;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.LeaseStore.Held;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which images of a tenant the rules of a prune mean, at one moment.
final class PruneCandidates {
  private static final Comparator<NamedImage> NEWEST_FIRST =
      Comparator.comparing((NamedImage named) -> named.image().createdAt())
          .thenComparing(named -> named.image().storedAt())
          .reversed()
          .thenComparing(named -> named.image().digest());

  private final PruneRules rules;
  private final ImageCatalog catalog;
  private final List<NamedImage> images;
  private final Set<Digest> used;
  private final Set<Digest> pins;
  private final Held held;
  private final Set<Reference> failedSteps;
  private final Set<Digest> kept;

  PruneCandidates(MetadataStore metadata, ImageCatalog catalog, Tenant tenant, PruneRules rules) {
    this.rules = rules;
    this.catalog = catalog;
    images = metadata.images().list(tenant);
    used =
        metadata.containers().list().stream()
            .filter(container -> container.tenant().equals(tenant))
            .flatMap(StoredContainer::imageIds)
            .collect(toSet());
    pins = metadata.pins().all();
    held = metadata.leases().held();
    failedSteps =
        metadata.failedSteps().all().stream()
            .filter(step -> step.tenant().equals(tenant))
            .map(FailedStep::name)
            .collect(toSet());
    kept = newestPerRepository(images, rules.keep().lastPerRepository());
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
    return images.stream().filter(this::isMeant).flatMap(this::candidate).toList();
  }

  private boolean isMeant(NamedImage named) {
    var image = named.image();
    return rules.limits().admit(image.createdAt(), image.storedAt())
        && (rules.force() || !isInUse(named))
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

  /// A container was made from it, the cluster has pinned it, work under way holds it, or it is
  /// what a failed build has left for a while.
  private boolean isInUse(NamedImage named) {
    var image = named.image();
    return named.names().stream().anyMatch(failedSteps::contains)
        || used.contains(image.imageId())
        || image.isOneOf(pins)
        || held.blobs().contains(image.digest())
        || held.blobs().contains(image.imageId())
        || (!image.layers().isEmpty() && held.snapshots().contains(image.chain().getLast()));
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
    var isLast = going.size() == named.names().size() && !used.contains(named.image().imageId());
    return isLast || !going.isEmpty()
        ? Stream.of(new Candidate(named.image(), going, isLast))
        : Stream.empty();
  }

  private static Set<Digest> newestPerRepository(List<NamedImage> images, int last) {
    var seen = new HashMap<String, Integer>();
    var kept = new HashSet<Digest>();
    if (last > 0) {
      images.stream()
          .sorted(NEWEST_FIRST)
          .forEach(named ->
              named.names().stream()
                  .map(Reference::name)
                  .distinct()
                  .filter(repository -> seen.merge(repository, 1, Integer::sum) <= last)
                  .forEach(repository -> kept.add(named.image().digest())));
    }
    return kept;
  }
}
