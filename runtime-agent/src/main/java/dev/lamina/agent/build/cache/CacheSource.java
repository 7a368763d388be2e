package dev.lamina.agent.build.cache;

import dev.lamina.agent.build.plan.Layer;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.CacheConfig;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Repository;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.transfer.ImageUnpacker;
import dev.lamina.agent.transfer.pull.Entitlement;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one repository has of earlier builds. Layers are fetched when a step is found.
public final class CacheSource {
  private static final Logger LOG = LoggerFactory.getLogger(CacheSource.class);

  private final Reference reference;
  private final Repository repository;
  private final Map<Digest, Entry> entries;
  private final Place place;
  private final Entitlement entitlement;

  private CacheSource(
      Reference reference, Repository repository, Map<Digest, Entry> entries, Place place) {
    this.reference = reference;
    this.repository = repository;
    this.entries = Map.copyOf(entries);
    this.place = place;
    this.entitlement = new Entitlement(place.metadata(), place.tenant(), reference);
  }

  private record Entry(Descriptor blob, DiffId diffId, Instant createdAt) {}

  /// Where layers are brought, for whom.
  public record Place(
      ContentStore content,
      Snapshotter snapshotter,
      ImageUnpacker unpacker,
      MetadataStore metadata,
      Tenant tenant,
      Lease lease) {}

  /// Reads what a repository has; nothing if there is no cache in it yet.
  ///
  /// @throws AgentException `InvalidImage` if it is something else, `TrustDenied`, and what
  ///   [Repository] throws
  public static Optional<CacheSource> load(
      CacheRegistries registries, CacheRegistries.Wanted wanted, Reference reference, Place place) {
    var repository = registries.registries().open(reference, wanted.access());
    try {
      var remote = repository.fetchManifest(target(reference));
      var manifest = OciJson.manifest(remote.bytes(), remote.descriptor().mediaType());
      if (!manifest.config().mediaType().equals(CacheConfig.MEDIA_TYPE)) {
        throw new AgentException(
            FailureReason.InvalidImage,
            "%s is no build cache: its config is a %s"
                .formatted(reference, manifest.config().mediaType()));
      }
      registries.admission().admit(reference, remote.descriptor().digest(), manifest);
      var config = OciJson.cacheConfig(repository.fetchBlob(manifest.config()));
      var blobs = new HashMap<Digest, Descriptor>();
      manifest.layers().stream()
          .filter(layer -> MediaTypes.isLayer(layer.mediaType()))
          .filter(layer -> layer.size() <= registries.maxLayerBytes())
          .forEach(layer -> blobs.put(layer.digest(), plain(layer)));
      return Optional.of(new CacheSource(reference, repository, entries(config, blobs), place));
    } catch (AgentException e) {
      if (e.reason() == FailureReason.ImageNotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static String target(Reference reference) {
    return reference.digest() == null
        ? String.valueOf(reference.tag())
        : reference.digest().toString();
  }

  private static Descriptor plain(Descriptor layer) {
    return new Descriptor(layer.mediaType(), layer.digest(), layer.size());
  }

  private static Map<Digest, Entry> entries(CacheConfig config, Map<Digest, Descriptor> blobs) {
    var entries = new HashMap<Digest, Entry>();
    for (var step : config.records()) {
      for (var result : step.results()) {
        var entry = entry(config, result.layer(), blobs);
        if (step.digest() != null && entry != null) {
          entries.putIfAbsent(step.digest(), entry);
        }
      }
    }
    return entries;
  }

  private static @Nullable Entry entry(
      CacheConfig config, int index, Map<Digest, Descriptor> blobs) {
    if (index < 0 || index >= config.layers().size()) {
      return null;
    }
    var layer = config.layers().get(index);
    var facts = layer.annotations();
    var blob = layer.blob() == null ? null : blobs.get(layer.blob());
    if (blob == null || facts == null || facts.diffId() == null) {
      return null;
    }
    var createdAt = facts.createdAt() == null ? Instant.EPOCH : facts.createdAt();
    return new Entry(blob, facts.diffId(), createdAt);
  }

  public Reference reference() {
    return reference;
  }

  /// Keys of the steps that are here.
  public Set<Digest> keys() {
    return entries.keySet();
  }

  /// The layer of a step, unpacked on its parent. What cannot be had for any reason is not there.
  ///
  /// @throws AgentException `Cancelled`
  public Optional<Layer> find(Digest key, @Nullable ChainId parent) {
    var entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return bringIn(entry, parent);
    } catch (AgentException e) {
      if (e.reason() == FailureReason.Cancelled) {
        throw e;
      }
      LOG.warn("a step of the cache {} is of no use: {}", reference, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Layer> bringIn(Entry entry, @Nullable ChainId parent) {
    var blob = entry.blob();
    var name = ChainId.of(parent, entry.diffId());
    place.lease().hold(Set.of(blob.digest()), Set.of(name));
    if (place.snapshotter().isCommitted(name) && !entitlement.covers(name)) {
      return Optional.empty();
    }
    fetch(blob);
    var snapshot = place.unpacker().unpack(blob, entry.diffId(), parent, place.lease());
    entitlement.add(blob.digest(), name);
    LOG.info("took step {} from the cache {}", name, reference);
    return Optional.of(new Layer(entry.diffId(), blob, snapshot.bytes(), entry.createdAt()));
  }

  /// That the registry has the bytes is known when it has sent them.
  private void fetch(Descriptor blob) {
    var isHere = place.content().stat(blob.digest()).isPresent();
    if (isHere && entitlement.covers(blob.digest())) {
      return;
    }
    try (var in = repository.openBlob(blob, 0)) {
      if (isHere) {
        requireSame(in, blob);
      } else {
        store(in, blob);
      }
    } catch (IOException e) {
      throw e.getCause() instanceof AgentException known
          ? known
          : new AgentException(
              FailureReason.StoreFailed, "fetching layer " + blob.digest() + ": " + e, e);
    }
  }

  private void store(InputStream in, Descriptor blob) throws IOException {
    var key = "cache-" + UUID.randomUUID();
    try (var ingest = place.content().ingestAfresh(key, blob.digest())) {
      in.transferTo(ingest);
      ingest.commit(blob.digest(), blob.size());
    }
  }

  private static void requireSame(InputStream in, Descriptor blob) throws IOException {
    var computation = Digest.sha256();
    new DigestInputStream(in, computation).transferTo(OutputStream.nullOutputStream());
    if (!Digest.of(computation.digest()).equals(blob.digest())) {
      throw new AgentException(
          FailureReason.DigestMismatch, "layer " + blob.digest() + " has other bytes");
    }
  }
}
