package dev.lamina.agent.content;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An [Ingest] into a file of its own.
final class FileIngest extends Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(FileIngest.class);
  private static final int READ_ONLY = 0400;
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int WRITEBACK_PERIOD = 8 << 20;

  private final IngestFiles files;
  private final Clock clock;
  private final Runnable release;
  private final String subject;
  private final MessageDigest hash;
  private long offset;
  private int sinceWriteback;
  private boolean isBroken;
  private @Nullable Digest sealed;
  private boolean isClosed;

  /// @param release called once, when the key may be used again
  FileIngest(IngestFiles files, @Nullable Digest expected, Clock clock, Runnable release)
      throws IOException {
    this.files = files;
    this.clock = clock;
    this.release = release;
    var blob = expected == null ? "a blob" : "blob " + expected;
    subject = "storing " + blob + " (ingest '" + files.key() + "')";
    hash = expected == null ? Digest.sha256() : expected.newComputation();
    offset = hashWhatIsThere(hash);
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    requireUsable();
    try {
      files.data().write(bytes, start, length);
    } catch (LinuxException e) {
      // Part of it may be on disk: only reading the file again can tell how much.
      isBroken = true;
      throw DiskFailure.of(subject, e);
    }
    hash.update(bytes, start, length);
    offset += length;
    startWriteback(length);
  }

  /// The disk works while the rest comes in, so that the sync at the end has little to wait for.
  private void startWriteback(int length) {
    sinceWriteback += length;
    if (sinceWriteback >= WRITEBACK_PERIOD) {
      files.data().startWriteback();
      sinceWriteback = 0;
    }
  }

  @Override
  public BlobStat commit(@Nullable Digest expected, long size) {
    requireUsable();
    try {
      var digest = checked(expected, size);
      var stat = new BlobStat(digest, offset, clock.instant());
      makeDurable(stat);
      files.moveTo(digest);
      LOG.debug("blob {} committed, {} bytes", digest, offset);
      return stat;
    } catch (IOException e) {
      throw DiskFailure.of(subject, e);
    } finally {
      abort();
    }
  }

  @Override
  public void seal(Digest expected, long size) {
    requireUsable();
    try {
      var stat = new BlobStat(checked(expected, size), offset, clock.instant());
      finish(stat);
      sealed = stat.digest();
    } catch (IOException e) {
      abort();
      throw DiskFailure.of(subject, e);
    } catch (RuntimeException e) {
      abort();
      throw e;
    }
  }

  @Override
  public InputStream written() {
    try {
      return files.directory().openFile(ContentLayout.DATA).inputStream();
    } catch (LinuxException e) {
      throw DiskFailure.of(subject, e);
    }
  }

  /// Gives the synced data the name it was sealed with; the directory is still to be synced.
  Digest publish() throws LinuxException {
    var digest = sealed;
    if (digest == null) {
      throw new IllegalStateException(subject + " is not sealed");
    }
    files.rename(digest);
    return digest;
  }

  @Override
  public void abort() {
    if (isClosed) {
      return;
    }
    try {
      files.remove();
    } catch (LinuxException e) {
      LOG.warn("ingest '{}' stays behind: {}", files.key(), e.getMessage());
    }
    close();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      files.close();
    } catch (LinuxException e) {
      LOG.warn("closing ingest '{}': {}", files.key(), e.getMessage());
    }
    release.run();
  }

  /// After this the file may get its name: nothing about it will change any more.
  private void makeDurable(BlobStat stat) throws LinuxException {
    finish(stat);
    files.data().sync();
  }

  private void finish(BlobStat stat) throws LinuxException {
    var inode = files.data().inode();
    inode.setPermissions(READ_ONLY);
    inode.setModified(stat.committedAt());
  }

  private Digest checked(@Nullable Digest expected, long size) throws IOException {
    if (size >= 0 && size != offset) {
      throw mismatch(size + " bytes", offset + " bytes");
    }
    var computed = computed(expected);
    if (expected != null && !expected.equals(computed)) {
      throw mismatch(expected.toString(), computed.toString());
    }
    return computed;
  }

  private Digest computed(@Nullable Digest expected) throws IOException {
    if (expected == null || nameOf(hash).equals(expected.algorithm())) {
      return digestOf(hash);
    }
    return digestOf(hashAgain(expected));
  }

  /// The ingest was started with another algorithm than it is committed with.
  private MessageDigest hashAgain(Digest expected) throws IOException {
    var other = expected.newComputation();
    try (var data = files.directory().openFile(ContentLayout.DATA).inputStream()) {
      update(other, data);
    }
    return other;
  }

  private long hashWhatIsThere(MessageDigest into) throws IOException {
    return update(into, files.data().inputStream());
  }

  private static long update(MessageDigest hash, InputStream in) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    var total = 0L;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      hash.update(buffer, 0, count);
      total += count;
    }
    return total;
  }

  private static Digest digestOf(MessageDigest hash) {
    return new Digest(nameOf(hash), HexFormat.of().formatHex(hash.digest()));
  }

  private static String nameOf(MessageDigest hash) {
    return hash.getAlgorithm().replace("-", "").toLowerCase(Locale.ROOT);
  }

  private AgentException mismatch(String want, String have) {
    return new AgentException(
        FailureReason.DigestMismatch, subject + ": expected " + want + ", got " + have);
  }

  private void requireUsable() {
    if (isClosed || isBroken || sealed != null) {
      throw new IllegalStateException(subject + " has ended");
    }
  }
}
