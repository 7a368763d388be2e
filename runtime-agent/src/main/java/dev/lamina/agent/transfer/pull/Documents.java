package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.registry.RemoteManifest;
import dev.lamina.agent.registry.Repository;
import dev.lamina.crds.failure.FailureReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Manifests, indexes and configs of one pull: from the store, or else from the registry. New ones
/// stay in memory until the image is admitted and complete.
final class Documents {
  private final ContentStore content;
  private final Repository repository;
  private final Entitlement entitlement;
  private final Lease lease;
  private final int limit;
  private final Map<Digest, byte[]> fetched = new HashMap<>();

  /// @param limit bytes of each
  Documents(
      ContentStore content,
      Repository repository,
      Entitlement entitlement,
      Lease lease,
      int limit) {
    this.content = content;
    this.repository = repository;
    this.entitlement = entitlement;
    this.lease = lease;
    this.limit = limit;
  }

  /// What a tag stands for, with its bytes: one request in place of two.
  Descriptor fetch(String tag) {
    return add(repository.fetchManifest(tag));
  }

  byte[] manifest(Descriptor descriptor) {
    requireSmall(descriptor);
    lease.hold(descriptor.digest());
    if (!isKnown(descriptor.digest())) {
      add(repository.fetchManifest(descriptor.digest().toString()));
    }
    return checked(descriptor);
  }

  byte[] config(Descriptor descriptor) {
    requireSmall(descriptor);
    lease.hold(descriptor.digest());
    if (!isKnown(descriptor.digest())) {
      fetched.put(descriptor.digest(), repository.fetchBlob(descriptor));
    }
    return checked(descriptor);
  }

  /// What the store does not have yet.
  List<byte[]> missing() {
    return List.copyOf(fetched.values());
  }

  private Descriptor add(RemoteManifest manifest) {
    var digest = manifest.descriptor().digest();
    lease.hold(digest);
    fetched.put(digest, manifest.bytes());
    return manifest.descriptor();
  }

  private boolean isKnown(Digest digest) {
    return fetched.containsKey(digest)
        || (entitlement.covers(digest) && content.stat(digest).isPresent());
  }

  private byte[] checked(Descriptor descriptor) {
    var bytes = fetched.get(descriptor.digest());
    if (bytes == null) {
      bytes = content.read(descriptor.digest(), OciJson.DOCUMENT_LIMIT);
    }
    if (bytes.length != descriptor.size()) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "document %s has %d bytes, announced are %d"
              .formatted(descriptor.digest(), bytes.length, descriptor.size()));
    }
    return bytes;
  }

  private void requireSmall(Descriptor descriptor) {
    if (descriptor.size() > limit) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "document %s has %d bytes, the limit is %d"
              .formatted(descriptor.digest(), descriptor.size(), limit));
    }
  }
}
