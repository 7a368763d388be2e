package dev.lamina.agent.archive;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a stream on a thread of its own, a few buffers ahead of the reader: so inflating goes on
/// while files are being written.
///
/// The source belongs to that thread until the end of the stream was read or `close` returned. A
/// platform thread, because inflating would keep the carrier of a virtual one busy.
public final class ReadAheadStream extends InputStream {
  private static final int BUFFERS = 6;
  private static final int BUFFER_BYTES = 128 * 1024;

  private final InputStream source;
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private Chunk current = new Chunk(new byte[0], 0, null);
  private int position;

  /// A filled buffer; without bytes it is the end, and says if that was a failure.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, int length, @Nullable Throwable failure) {
    boolean isEnd() {
      return length < 0;
    }
  }

  public ReadAheadStream(InputStream source, String threadName) {
    this.source = source;
    thread = Thread.ofPlatform().daemon().name(threadName).start(this::readAhead);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position == current.length()) {
      nextChunk();
    }
    if (current.isEnd()) {
      rethrow(current.failure());
      return -1;
    }
    var count = Math.min(length, current.length() - position);
    System.arraycopy(current.bytes(), position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    if (position == current.length()) {
      nextChunk();
    }
    var skipped = (int) Math.min(Math.max(count, 0), Math.max(0, current.length() - position));
    position += skipped;
    return skipped;
  }

  /// Stops reading ahead, waits until the thread let go of the source, and closes that.
  @Override
  public void close() throws IOException {
    thread.interrupt();
    var isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }

  private void nextChunk() {
    if (current.isEnd()) {
      return;
    }
    try {
      if (current.length() > 0) {
        free.put(current.bytes());
      }
      current = filled.take();
      position = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "reading was cancelled", e);
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {}
      case AgentException e -> throw new AgentException(e.reason(), e.getMessage(), e);
      case IOException e -> throw new IOException(e.getMessage(), e);
      default -> throw new IllegalStateException("reading ahead failed", failure);
    }
  }

  private void readAhead() {
    try {
      fill();
    } catch (InterruptedException abandoned) {
      Thread.currentThread().interrupt();
    }
  }

  private void fill() throws InterruptedException {
    var allocated = 0;
    int count;
    do {
      var recycled = allocated < BUFFERS ? free.poll() : free.take();
      var bytes = recycled == null ? new byte[BUFFER_BYTES] : recycled;
      allocated += recycled == null ? 1 : 0;
      try {
        count = source.readNBytes(bytes, 0, bytes.length);
      } catch (IOException | RuntimeException | Error e) {
        filled.put(new Chunk(bytes, -1, e));
        return;
      }
      filled.put(new Chunk(bytes, count == 0 ? -1 : count, null));
    } while (count > 0);
  }
}
