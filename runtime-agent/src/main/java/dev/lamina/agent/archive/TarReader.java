package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.TarHeader.BLOCK_BYTES;

import dev.lamina.agent.failure.AgentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// The entries of a tar stream, one after the other: `next`, then the content of that entry by
/// `read`, then `next` again, which skips what was not read.
///
/// v7, ustar, star, GNU and PAX archives are read as GNU tar and Go's `archive/tar` do; where those
/// differ, or where a header can be read in two ways, the archive is refused.
public final class TarReader implements AutoCloseable {
  private final InputStream in;
  private final ArchiveLimits limits;
  private final byte[] block = new byte[BLOCK_BYTES];
  private ContentCursor content = ContentCursor.EMPTY;
  private long padding;
  private long entries;
  private boolean isEnded;

  /// Reads in small pieces: `in` should buffer.
  public TarReader(InputStream in, ArchiveLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// Whether an uncompressed stream that starts with these bytes is a tar, as `ADD` asks.
  public static boolean isTar(byte[] head) {
    if (head.length < BLOCK_BYTES) {
      return false;
    }
    var first = Arrays.copyOf(head, BLOCK_BYTES);
    try {
      return !TarHeader.isZero(first) && !TarHeader.parse(first).name().isEmpty();
    } catch (AgentException notTar) {
      return false;
    }
  }

  /// The next entry; empty at the end of the archive, where [#drain()] reads what follows it.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArchive` or `LimitExceeded`
  public Optional<TarEntry> next() throws IOException {
    if (isEnded) {
      return Optional.empty();
    }
    skipRest();
    var builder = new TarEntryBuilder(limits, this::readBlock);
    while (readHeader()) {
      var header = TarHeader.parse(block.clone());
      switch (header.flag()) {
        case 'x', 'X' -> builder.addPax(extension(header, builder));
        case 'g' -> PaxRecords.parse(extension(header, builder)).requireHarmlessGlobal();
        case 'L' -> builder.addLongName(extension(header, builder));
        case 'K' -> builder.addLongLink(extension(header, builder));
        default -> {
          return Optional.of(begin(builder, header));
        }
      }
    }
    isEnded = true;
    builder.requireUnused();
    return Optional.empty();
  }

  /// Reads content of the current entry, holes as zeros; -1 at its end.
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (content.isAtEnd()) {
      return -1;
    }
    var hole = (int) Math.min(length, content.hole());
    if (hole > 0) {
      Arrays.fill(bytes, offset, offset + hole, (byte) 0);
      content.advance(hole);
      return hole;
    }
    var count = in.read(bytes, offset, (int) Math.min(length, content.stored()));
    if (count < 0) {
      throw truncated();
    }
    content.advance(count);
    return count;
  }

  /// Whether the current entry, not read yet, has holes.
  public boolean isSparse() {
    return !content.isWhole();
  }

  /// Passes over a hole of the current entry at this place.
  ///
  /// @return its length, 0 where there is none
  public long skipHole() {
    var hole = content.hole();
    content.advance(hole);
    return hole;
  }

  /// The content of the current entry as a stream; closing it does nothing.
  public InputStream content() {
    return new EntryStream(this);
  }

  /// Reads the bytes after the end of the archive, so that a digest of the stream covers them.
  public void drain() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private TarEntry begin(TarEntryBuilder builder, TarHeader header) throws IOException {
    if (++entries > limits.entries()) {
      throw Refusal.beyond("more entries", limits.entries());
    }
    var entry = builder.build(header);
    content = builder.content();
    padding = paddingOf(builder.storedBytes());
    return entry;
  }

  /// @return false at the end of the archive: two zero blocks, or one, or none and no more bytes
  private boolean readHeader() throws IOException {
    var count = in.readNBytes(block, 0, BLOCK_BYTES);
    if (count == 0) {
      return false;
    }
    requireWhole(count);
    if (!TarHeader.isZero(block)) {
      return true;
    }
    count = in.readNBytes(block, 0, BLOCK_BYTES);
    if (count > 0) {
      requireWhole(count);
      if (!TarHeader.isZero(block)) {
        throw Refusal.malformed("tar: one zero block in the middle of the archive");
      }
    }
    return false;
  }

  private byte[] readBlock() throws IOException {
    var next = in.readNBytes(BLOCK_BYTES);
    requireWhole(next.length);
    return next;
  }

  /// The content of a header that says something about the next entry.
  private byte[] extension(TarHeader header, TarEntryBuilder builder) throws IOException {
    var size = header.size();
    builder.spend(size);
    var bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw truncated();
    }
    skip(paddingOf(size));
    return bytes;
  }

  private void skipRest() throws IOException {
    while (!content.isAtEnd()) {
      skipHole();
      var stored = content.stored();
      skip(stored);
      content.advance(stored);
    }
    skip(padding);
    padding = 0;
  }

  private void skip(long count) throws IOException {
    var left = count;
    while (left > 0) {
      var skipped = in.skip(left);
      if (skipped == 0) {
        if (in.read() < 0) {
          throw truncated();
        }
        skipped = 1;
      }
      left -= skipped;
    }
  }

  private static long paddingOf(long size) {
    return (BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES;
  }

  private static void requireWhole(int count) {
    if (count < BLOCK_BYTES) {
      throw truncated();
    }
  }

  private static RuntimeException truncated() {
    return Refusal.malformed("tar: the archive ends in the middle of an entry");
  }
}
