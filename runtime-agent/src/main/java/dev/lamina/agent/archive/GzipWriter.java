package dev.lamina.agent.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Writes one gzip member, compressing its blocks on several threads.
///
/// Blocks of a fixed size are deflated apart, each with the end of the one before as its
/// dictionary, and put together in order, as pigz does. So the bytes depend on the input and the
/// level alone, not on the number of threads nor on how it was cut into writes; there is no time
/// and no name in the header.
public final class GzipWriter extends OutputStream {
  static final int BLOCK_BYTES = 256 * 1024;

  /// Magic, deflate, no flags, no time, no hint, unknown system.
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private final OutputStream out;
  private final int threads;
  private final DeflatedBlocks blocks;
  private final CRC32 crc = new CRC32();
  private final ArrayDeque<Future<byte[]>> pending = new ArrayDeque<>();
  private @Nullable ExecutorService workers;
  private byte[] previous = {};
  private byte[] block = new byte[BLOCK_BYTES];
  private int filled;
  private long count;

  /// @param level of zlib, 1 to 9
  /// @param threads how many blocks are compressed at once
  public GzipWriter(OutputStream out, int level, int threads) throws IOException {
    this.out = out;
    this.threads = threads;
    this.blocks = new DeflatedBlocks(level);
    out.write(HEADER);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (var done = 0; done < length; ) {
      if (filled == BLOCK_BYTES) {
        compressInBackground();
      }
      var part = Math.min(length - done, BLOCK_BYTES - filled);
      System.arraycopy(bytes, offset + done, block, filled, part);
      filled += part;
      done += part;
    }
  }

  /// Writes the rest and the trailer; the stream underneath stays open.
  public void finish() throws IOException {
    crc.update(block, 0, filled);
    var last = blocks.deflate(block, filled, previous, true);
    while (!pending.isEmpty()) {
      writeOldest();
    }
    out.write(last);
    var trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt((int) (count + filled));
    out.write(trailer.array());
    out.flush();
  }

  /// Gives threads and memory back. Without [#finish()] the member stays incomplete.
  @Override
  public void close() {
    if (workers != null) {
      workers.close();
    }
    blocks.close();
  }

  private void compressInBackground() throws IOException {
    if (pending.size() > threads) {
      writeOldest();
    }
    crc.update(block, 0, filled);
    count += filled;
    var full = block;
    var dictionary = previous;
    pending.add(workers().submit(() -> blocks.deflate(full, BLOCK_BYTES, dictionary, false)));
    previous = full;
    block = new byte[BLOCK_BYTES];
    filled = 0;
  }

  /// A layer of one block needs no threads.
  private ExecutorService workers() {
    if (workers == null) {
      workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("gzip").factory());
    }
    return workers;
  }

  private void writeOldest() throws IOException {
    try {
      out.write(pending.remove().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("compressing was interrupted");
    } catch (ExecutionException e) {
      throw new IOException("compressing failed", e.getCause());
    }
  }
}
