package dev.lamina.operator.inventory;

import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.operator.inventory.HeldImage.Facts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// What every node holds, in memory. Safe for several threads.
public final class ImageCensus implements FleetImages {
  /// Shared values that nobody uses any more are dropped when there are so many.
  private static final int MOST_SHARED = 200_000;

  private final Map<String, Set<HeldImage>> nodes = new HashMap<>();
  private final Map<Object, Object> shared = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private boolean isComplete;
  private long version;

  /// Takes in what a node lists now.
  public void put(String node, Collection<InventoryImage> images) {
    synchronized (this) {
      if (shared.size() > MOST_SHARED) {
        shared.clear();
      }
      var held = new HashSet<HeldImage>();
      images.forEach(image -> held.add(held(image)));
      if (held.equals(nodes.put(node, Set.copyOf(held)))) {
        return;
      }
      version++;
    }
    tell();
  }

  /// The node is gone, or lists nothing.
  public void remove(String node) {
    synchronized (this) {
      if (nodes.remove(node) == null) {
        return;
      }
      version++;
    }
    tell();
  }

  /// Every node has been read once.
  public void complete() {
    synchronized (this) {
      isComplete = true;
      version++;
    }
    tell();
  }

  synchronized Set<String> nodeNames() {
    return Set.copyOf(nodes.keySet());
  }

  @Override
  public synchronized boolean isComplete() {
    return isComplete;
  }

  @Override
  public synchronized long version() {
    return version;
  }

  @Override
  public synchronized Map<String, Set<HeldImage>> byNode() {
    return Map.copyOf(nodes);
  }

  @Override
  public Optional<Located> find(String tenant, String name) {
    if (name.startsWith("sha256:")) {
      return locate(
          tenant,
          image -> name.equals(image.facts().digest()) || name.equals(image.facts().imageId()),
          mine -> true);
    }
    return ImageName.candidates(name).stream()
        .flatMap(candidate ->
            locate(tenant, image -> true, mine -> mine.names().contains(candidate)).stream())
        .findFirst();
  }

  private Optional<Located> locate(
      String tenant, Predicate<HeldImage> isMeant, Predicate<InventoryTenant> isNamed) {
    var found = new HashMap<Facts, Set<String>>();
    byNode()
        .forEach((node, images) ->
            images.stream()
                .filter(isMeant)
                .filter(image ->
                    image.tenants().stream()
                        .anyMatch(mine -> mine.name().equals(tenant) && isNamed.test(mine)))
                .forEach(image ->
                    found.computeIfAbsent(image.facts(), missing -> new HashSet<>()).add(node)));
    return found.entrySet().stream()
        .max(Comparator.comparing(entry -> entry.getKey(), newest()))
        .map(entry -> new Located(entry.getKey(), entry.getValue()));
  }

  /// The order in which images that have the same name were made.
  public static Comparator<Facts> newest() {
    return Comparator.comparing(
            (Facts facts) -> Objects.requireNonNullElse(facts.created(), Instant.EPOCH))
        .thenComparing(Facts::digest);
  }

  @Override
  public void onChange(Runnable changed) {
    listeners.add(changed);
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  private HeldImage held(InventoryImage image) {
    var bytes = image.bytes();
    var facts =
        new Facts(image.digest(), image.imageID(), image.created(), bytes == null ? 0 : bytes);
    return new HeldImage(share(facts), share(image.tenants()), image.uniqueBytes());
  }

  @SuppressWarnings("unchecked") // what equals a value is of its type
  private <T> T share(T value) {
    return (T) shared.computeIfAbsent(value, same -> same);
  }
}
