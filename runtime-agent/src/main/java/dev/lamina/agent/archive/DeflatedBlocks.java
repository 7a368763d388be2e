package dev.lamina.agent.archive;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/// Deflates blocks one by one so that their results, put together, are one stream. Safe for several
/// threads.
final class DeflatedBlocks implements AutoCloseable {
  /// How far back deflate can refer.
  private static final int WINDOW_BYTES = 32 * 1024;

  private static final int PIECE_BYTES = 64 * 1024;

  private final int level;
  private final ConcurrentLinkedQueue<Deflater> idle = new ConcurrentLinkedQueue<>();

  DeflatedBlocks(int level) {
    this.level = level;
  }

  /// @param previous the block before, or nothing
  /// @param isLast ends the stream; else the result ends at a byte boundary
  byte[] deflate(byte[] block, int length, byte[] previous, boolean isLast) {
    var taken = idle.poll();
    var deflater = taken == null ? new Deflater(level, true) : taken;
    deflater.reset();
    var window = Math.min(WINDOW_BYTES, previous.length);
    deflater.setDictionary(previous, previous.length - window, window);
    deflater.setInput(block, 0, length);
    if (isLast) {
      deflater.finish();
    }
    var result = drain(deflater, length, isLast ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    idle.add(deflater);
    return result;
  }

  private static byte[] drain(Deflater deflater, int length, int flush) {
    var out = new ByteArrayOutputStream(length / 3 + 64);
    var piece = new byte[PIECE_BYTES];
    int count;
    do {
      count = deflater.deflate(piece, 0, piece.length, flush);
      out.write(piece, 0, count);
    } while (count == piece.length);
    return out.toByteArray();
  }

  @Override
  public void close() {
    Deflater deflater;
    while ((deflater = idle.poll()) != null) {
      deflater.end();
    }
  }
}
