package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.TarHeader.BLOCK_BYTES;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Writes a tar: `begin` an entry, write exactly its content, `begin` the next, at last `finish`.
///
/// The bytes depend on the entries alone: ustar headers without user and group names, a PAX header
/// where ustar has no room for a name, id, size or extended attribute, or for the fraction of a
/// second, and two zero blocks at the end. Bringing the entries into order is the caller's part.
public final class TarWriter extends OutputStream {
  private static final byte[] ZEROS = new byte[2 * BLOCK_BYTES];

  private final OutputStream out;
  private String name = "";
  private long left;
  private int padding;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  public void begin(TarEntry entry) throws IOException {
    endEntry();
    var header = new TarHeaderWriter(entry);
    var pax = header.extension();
    if (pax.length > 0) {
      out.write(header.extensionHeader(pax.length));
      out.write(pax);
      out.write(ZEROS, 0, paddingOf(pax.length));
    }
    out.write(header.block());
    name = entry.name();
    left = entry.size();
    padding = paddingOf(entry.size());
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > left) {
      throw new IllegalStateException(Refusal.shown(name) + " gets more bytes than announced");
    }
    out.write(bytes, offset, length);
    left -= length;
  }

  /// Ends the archive; the stream underneath stays open.
  public void finish() throws IOException {
    endEntry();
    out.write(ZEROS);
    out.flush();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void endEntry() throws IOException {
    if (left > 0) {
      throw new IllegalStateException(Refusal.shown(name) + " gets fewer bytes than announced");
    }
    out.write(ZEROS, 0, padding);
    padding = 0;
  }

  private static int paddingOf(long size) {
    return (int) ((BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES);
  }
}
