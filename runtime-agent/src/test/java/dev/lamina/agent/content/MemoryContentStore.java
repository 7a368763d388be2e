package dev.lamina.agent.content;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A [ContentStore] for tests of the rooms above, which need no disk.
public final class MemoryContentStore implements ContentStore {
  private final Clock clock;
  private final Map<Digest, Blob> blobs = new ConcurrentHashMap<>();
  private final Map<String, Pending> ingests = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Blob(byte[] bytes, Instant committedAt) {}

  public MemoryContentStore() {
    this(Clock.systemUTC());
  }

  public MemoryContentStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<BlobStat> stat(Digest digest) {
    return Optional.ofNullable(blobs.get(digest)).map(blob -> stat(digest, blob));
  }

  @Override
  public InputStream open(Digest digest) {
    return new ByteArrayInputStream(find(digest).bytes());
  }

  @Override
  public byte[] read(Digest digest, int limit) {
    var bytes = find(digest).bytes();
    if (bytes.length > limit) {
      throw new AgentException(FailureReason.LimitExceeded, digest + " is larger than " + limit);
    }
    if (!digest.matches(digest.newComputation().digest(bytes))) {
      throw new AgentException(FailureReason.DigestMismatch, digest + " was changed by the disk");
    }
    return bytes.clone();
  }

  /// Changes a bit, as a disk may.
  public void damage(Digest digest) {
    var bytes = find(digest).bytes().clone();
    bytes[bytes.length / 2] ^= 1;
    blobs.computeIfPresent(digest, (name, blob) -> new Blob(bytes, blob.committedAt()));
  }

  @Override
  public Ingest ingest(String key, @Nullable Digest expected) {
    var pending =
        ingests.compute(
            key,
            (name, present) ->
                present != null && present.isFor(expected) ? present : new Pending(name, expected));
    pending.open();
    return pending;
  }

  @Override
  public void commit(List<Ingest> sealed) {
    sealed.forEach(ingest -> ((Pending) ingest).publish());
  }

  @Override
  public BlobStat put(byte[] bytes) {
    return add(Digest.sha256(bytes), bytes.clone());
  }

  @Override
  public List<BlobStat> list() {
    return blobs.entrySet().stream().map(blob -> stat(blob.getKey(), blob.getValue())).toList();
  }

  @Override
  public void delete(Digest digest) {
    blobs.remove(digest);
  }

  @Override
  public int discardIngests(Instant before) {
    var present = ingests.size();
    ingests.values().removeIf(pending -> !pending.isOpen && clock.instant().isBefore(before));
    return present - ingests.size();
  }

  private BlobStat add(Digest digest, byte[] bytes) {
    var fresh = new Blob(bytes, clock.instant());
    var present = blobs.putIfAbsent(digest, fresh);
    return stat(digest, present == null ? fresh : present);
  }

  private Blob find(Digest digest) {
    var blob = blobs.get(digest);
    if (blob == null) {
      throw new AgentException(FailureReason.NotFound, "no blob " + digest);
    }
    return blob;
  }

  private static BlobStat stat(Digest digest, Blob blob) {
    return new BlobStat(digest, blob.bytes().length, blob.committedAt());
  }

  private final class Pending extends Ingest {
    private final String key;
    private final @Nullable Digest expected;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isOpen;
    private @Nullable Digest sealed;

    Pending(String key, @Nullable Digest expected) {
      this.key = key;
      this.expected = expected;
    }

    boolean isFor(@Nullable Digest other) {
      return isOpen || Objects.equals(expected, other);
    }

    synchronized void open() {
      if (isOpen) {
        throw new AgentException(FailureReason.AlreadyExists, "ingest " + key + " is open");
      }
      isOpen = true;
    }

    @Override
    public long offset() {
      return bytes.size();
    }

    @Override
    public void write(int octet) throws IOException {
      bytes.write(octet);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes.write(source, offset, length);
    }

    @Override
    public InputStream written() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void seal(Digest wanted, long size) {
      try {
        sealed = check(wanted, size);
      } catch (AgentException e) {
        abort();
        throw e;
      }
    }

    void publish() {
      if (sealed == null) {
        throw new IllegalStateException("ingest " + key + " is not sealed");
      }
      commit(sealed, -1);
    }

    @Override
    public BlobStat commit(@Nullable Digest wanted, long size) {
      abort();
      return add(check(wanted, size), bytes.toByteArray());
    }

    private Digest check(@Nullable Digest wanted, long size) {
      var content = bytes.toByteArray();
      var actual = wanted == null ? Digest.sha256(content) : digest(wanted, content);
      if ((wanted != null && !wanted.equals(actual)) || (size >= 0 && size != content.length)) {
        throw new AgentException(
            FailureReason.DigestMismatch, "expected " + wanted + ", got " + actual);
      }
      return actual;
    }

    @Override
    public void abort() {
      ingests.remove(key, this);
      isOpen = false;
    }

    @Override
    public void close() {
      isOpen = false;
    }

    private static Digest digest(Digest like, byte[] content) {
      var computed = like.newComputation().digest(content);
      return new Digest(like.algorithm(), HexFormat.of().formatHex(computed));
    }
  }
}
