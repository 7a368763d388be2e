package dev.lamina.agent.content;

import dev.lamina.agent.image.Digest;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Immutable blobs, named by the digest of their bytes.
///
/// A blob comes in through an [Ingest]: bytes are written to a private file, checked, made durable
/// and only then given their name, so that a blob that can be found is always whole. Equal bytes
/// are stored once. Blobs know nothing of images: what keeps them alive is decided above, by leases
/// and reachability.
///
/// ```
/// try (var ingest = store.ingest("layer-1", expected)) {
///   ingest.write(bytes);            // as often as needed; offset() says how much a resumed one has
///   BlobStat blob = ingest.commit(expected, size);
/// }                                 // close without commit keeps the bytes for a later resume
/// ```
///
/// Every failure of the disk is an [dev.lamina.agent.failure.AgentException] (`NoSpace`,
/// `StoreFailed`) that names the blob. Safe for use by several threads.
public interface ContentStore {
  /// Size of a blob, if it is there.
  Optional<BlobStat> stat(Digest digest);

  /// The bytes of a blob as a stream; the caller closes it.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound` when there is no such blob
  InputStream open(Digest digest);

  /// A whole small blob, with its digest checked again.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound`; `LimitExceeded` when it has more
  ///   than `limit` bytes; `DigestMismatch` when the disk changed it
  byte[] read(Digest digest, int limit);

  /// Starts or resumes the ingest named `key`; two open ingests never share a key.
  ///
  /// What an earlier ingest of this key left is gone on with only if it expected the same digest.
  ///
  /// @param expected what the blob will be, or `null` if only the commit will tell
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` when that ingest is open
  Ingest ingest(String key, @Nullable Digest expected);

  /// The same for bytes that come from their start again: what an earlier ingest of this key left
  /// is thrown away.
  default Ingest ingestAfresh(String key, @Nullable Digest expected) {
    var ingest = ingest(key, expected);
    if (ingest.offset() == 0) {
      return ingest;
    }
    ingest.abort();
    return ingest(key, expected);
  }

  /// Makes sealed ingests durable and gives them their names, with one wait for the disk. They have
  /// ended with this, whatever comes of it.
  void commit(List<Ingest> sealed);

  /// Stores small bytes in one step; returns at once when they are there already.
  BlobStat put(byte[] bytes);

  List<BlobStat> list();

  /// Removes a blob; one that is not there is no error.
  void delete(Digest digest);

  /// Throws away what ingests left that are not open and were last written before `before`.
  ///
  /// @return how many
  int discardIngests(Instant before);
}
