package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The images of all tenants, and who uses them.
final class Images {
  private final MetadataStore metadata;
  private final Snapshotter snapshotter;

  Images(MetadataStore metadata, Snapshotter snapshotter) {
    this.metadata = metadata;
    this.snapshotter = snapshotter;
  }

  /// An image as one tenant has it.
  record Owned(Tenant tenant, StoredImage image, List<Reference> names) {
    /// Whether a pull brings it back.
    boolean isFetchable() {
      return names.stream().anyMatch(name -> !name.isLocal());
    }

    String shown() {
      var shown = names.stream().map(Reference::toString).collect(Collectors.joining(", "));
      return (shown.isEmpty() ? image.imageId().toString() : shown) + " of " + tenant;
    }
  }

  List<Owned> all() {
    return metadata.images().tenants().stream()
        .flatMap(tenant ->
            metadata.images().list(tenant).stream()
                .map(named -> new Owned(tenant, named.image(), named.names())))
        .toList();
  }

  List<Owned> with(Digest blob) {
    return all().stream().filter(owned -> owned.image().blobs().contains(blob)).toList();
  }

  List<Owned> with(ChainId layer) {
    return all().stream().filter(owned -> owned.image().chain().contains(layer)).toList();
  }

  /// Names of the containers whose root, or an image in it, stands on a layer.
  List<String> containersOn(ChainId layer) {
    return metadata.containers().list().stream()
        .filter(container -> standsOn(container, layer))
        .map(StoredContainer::name)
        .sorted()
        .toList();
  }

  /// Forgets images so that the next pull fetches them.
  ///
  /// @return what was done; empty when all of it has to stay, and `why` says for whom
  Forgotten forget(List<Owned> wanted) {
    var unique = wanted.stream().filter(owned -> !owned.isFetchable()).findFirst();
    if (unique.isPresent()) {
      return Forgotten.left("no registry has " + unique.get().shown() + ": make it again");
    }
    return metadata.frozen(() -> {
      for (var owned : wanted) {
        var user = userOf(owned);
        if (user.isPresent()) {
          return Forgotten.left(
              "container " + user.get().name() + " uses " + owned.shown() + ": remove it first");
        }
      }
      wanted.forEach(owned -> metadata.images().remove(owned.tenant(), owned.image().digest()));
      var names = wanted.stream().map(Owned::shown).collect(Collectors.joining("; "));
      return new Forgotten(true, "forgot " + names + ": pull it again");
    });
  }

  /// @param action what was done, or why nothing was
  record Forgotten(boolean isDone, String action) {
    private static Forgotten left(String why) {
      return new Forgotten(false, "left alone, " + why);
    }
  }

  private Optional<StoredContainer> userOf(Owned owned) {
    return metadata.containers().list().stream()
        .filter(container -> container.tenant().equals(owned.tenant()))
        .filter(container -> container.uses(owned.image().imageId()))
        .findFirst();
  }

  private boolean standsOn(StoredContainer container, ChainId layer) {
    var root = snapshotter.findActive(container.snapshot()).flatMap(active -> active.parent());
    var mounted = container.mounted().stream().flatMap(image -> Stream.ofNullable(image.rootfs()));
    return Stream.concat(root.stream(), mounted).anyMatch(top -> isAbove(top, layer));
  }

  private boolean isAbove(ChainId top, ChainId layer) {
    var name = Optional.of(top);
    while (name.isPresent()) {
      if (name.get().equals(layer)) {
        return true;
      }
      name = snapshotter.find(name.get()).map(snapshot -> snapshot.parent());
    }
    return false;
  }
}
