package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import java.util.List;
import java.util.Optional;

/// The names of images, per tenant.
///
/// A name points to a manifest; giving a name to another manifest leaves the old one behind without
/// a name (`<none>`) as long as it is kept. Each change is one transaction: after a crash a name
/// points to the old manifest or to the new one.
public interface ImageStore {
  /// Gives the name to the manifest; the record of the image is kept once per tenant and digest.
  void tag(Tenant tenant, Reference name, StoredImage image);

  /// Keeps an image without a name.
  void put(Tenant tenant, StoredImage image);

  /// Looks an image up as people name it: a reference (short names prefer the tenant's own
  /// `localhost/` name), a manifest digest, an image ID or a unique prefix of one of at least two
  /// hex digits.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` when a prefix fits several
  Optional<StoredImage> find(Tenant tenant, String name);

  /// The name in this store that `name` means, if it means one and not a digest or an id: `web` may
  /// be `localhost/web:latest`.
  Optional<Reference> findName(Tenant tenant, String name);

  /// Every image of a tenant with its names, newest first.
  List<NamedImage> list(Tenant tenant);

  /// Whoever has an image.
  List<Tenant> tenants();

  /// Every image of every tenant: the roots of garbage collection.
  List<StoredImage> all();

  /// Takes one name away; says what is left.
  ///
  /// @return whether the name was there
  boolean untag(Tenant tenant, Reference name);

  /// Forgets an image and its names.
  void remove(Tenant tenant, Digest manifest);

  /// An image and the names it has, possibly none.
  record NamedImage(StoredImage image, List<Reference> names) {
    public NamedImage {
      names = List.copyOf(names);
    }
  }
}
