package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Durable records of containers; the room `container` owns their form.
///
/// A record is written before anything of the container exists and removed after everything of it
/// is gone, so that a restarted agent finds whatever a crash left behind.
public interface ContainerStore {
  /// Writes or replaces a record; names are unique per tenant.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` when another id has that name
  void put(StoredContainer container);

  Optional<StoredContainer> find(String id);

  List<StoredContainer> list();

  void remove(String id);

  /// One container.
  ///
  /// @param id 64 hex digits
  /// @param imageId the image it was made from: in use as long as the record is there
  /// @param snapshot key of its writable layer, which no sweep touches as long as the record is
  ///   there
  /// @param mounted images that are shown in it: in use as well
  /// @param record JSON, opaque here
  record StoredContainer(
      String id,
      Tenant tenant,
      String name,
      Digest imageId,
      String snapshot,
      List<MountedImage> mounted,
      String record) {
    public StoredContainer {
      mounted = List.copyOf(mounted);
    }

    /// One in which no image is mounted.
    public StoredContainer(
        String id, Tenant tenant, String name, Digest imageId, String snapshot, String record) {
      this(id, tenant, name, imageId, snapshot, List.of(), record);
    }

    /// The images that are in use as long as the record is there.
    public Stream<Digest> imageIds() {
      return Stream.concat(Stream.of(imageId), mounted.stream().map(MountedImage::imageId));
    }

    public boolean uses(Digest image) {
      return imageIds().anyMatch(image::equals);
    }
  }

  /// An image whose files a container shows.
  ///
  /// @param rootfs the chain of all its layers; absent for an image without layers
  record MountedImage(Digest imageId, @Nullable ChainId rootfs) {}
}
