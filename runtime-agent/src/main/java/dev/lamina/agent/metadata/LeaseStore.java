package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// Leases keep content alive while work is under way, before an image or a container does.
///
/// A lease is seen by every process of the store and expires by itself when its owner died; closing
/// it releases everything it held. What comes in while any lease is open stays until that is
/// closed, held or not; what was there before stays if it is held before one looks for it:
///
/// ```
/// try (var lease = leases.acquire("import web.tar")) {
///   lease.hold(digest);                   // first hold,
///   if (store.stat(digest).isEmpty()) {   // then look
///     ...
///   }
///   images.tag(tenant, name, image);      // from here on the image keeps it
/// }
/// ```
public interface LeaseStore {
  /// Opens a lease.
  ///
  /// @param purpose shown to people, such as `build team-a/web`
  Lease acquire(String purpose);

  /// What the leases of living owners hold now.
  Held held();

  /// Forgets the leases whose owner is gone.
  ///
  /// @return how many there were
  int releaseAbandoned();

  interface Lease extends AutoCloseable {
    void hold(Digest blob);

    void hold(ChainId snapshot);

    /// All of them in one step: sooner done than one by one.
    void hold(Collection<Digest> blobs, Collection<ChainId> snapshots);

    /// An active snapshot, by key.
    void holdActive(String key);

    /// Releases everything, once.
    @Override
    void close();
  }

  /// What is kept.
  ///
  /// @param since when the oldest open lease was acquired: whatever is younger is kept too
  record Held(
      Set<Digest> blobs,
      Set<ChainId> snapshots,
      Set<String> activeSnapshots,
      Optional<Instant> since) {
    public Held {
      blobs = Set.copyOf(blobs);
      snapshots = Set.copyOf(snapshots);
      activeSnapshots = Set.copyOf(activeSnapshots);
    }
  }
}
