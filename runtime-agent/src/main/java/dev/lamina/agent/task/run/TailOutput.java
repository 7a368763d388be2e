package dev.lamina.agent.task.run;

import dev.lamina.agent.task.work.Text;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the end of what is written to it, however much that is.
final class TailOutput extends OutputStream {
  /// A character has at most four bytes, and one may have lost its beginning.
  private static final int BYTES_PER_CHARACTER = 4;

  private final int limit;
  private final byte[] ring;
  private long written;

  TailOutput(int limit) {
    this.limit = limit;
    ring = new byte[limit * BYTES_PER_CHARACTER];
  }

  @Override
  public synchronized void write(int b) {
    ring[(int) (written++ % ring.length)] = (byte) b;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = Math.max(0, length - ring.length); i < length; i++) {
      write(bytes[offset + i]);
    }
  }

  /// At most `limit` characters.
  synchronized String tail() {
    var size = (int) Math.min(written, ring.length);
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = ring[(int) ((written - size + i) % ring.length)];
    }
    return Text.tail(new String(bytes, StandardCharsets.UTF_8), limit);
  }
}
