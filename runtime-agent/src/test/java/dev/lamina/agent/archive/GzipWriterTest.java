package dev.lamina.agent.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipWriterTest {
  private static final int BLOCK = GzipWriter.BLOCK_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 5 * BLOCK + 7})
  void writesWhatOthersRead(int length) throws IOException {
    var plain = DecompressionTest.text(new Random(length), length);

    var compressed = compress(plain, 2, length + 1);

    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertArrayEquals(plain, in.readAllBytes());
    }
  }

  @Test
  void writesTheSameBytesWhateverTheThreadsAndWrites() throws IOException {
    var plain = DecompressionTest.text(new Random(3), 7 * BLOCK + 100);

    var expected = compress(plain, 1, plain.length);

    assertArrayEquals(expected, compress(plain, 2, 1000));
    assertArrayEquals(expected, compress(plain, 4, BLOCK + 1));
  }

  @Test
  void compressesAcrossBlocks() throws IOException {
    var noise = new byte[10_000];
    new Random(5).nextBytes(noise);
    var plain = new byte[4 * BLOCK];
    for (var start = 0; start < plain.length; start += noise.length) {
      System.arraycopy(noise, 0, plain, start, Math.min(noise.length, plain.length - start));
    }

    var apart = compress(Arrays.copyOf(plain, BLOCK), 2, BLOCK).length * 4;

    assertTrue(compress(plain, 2, BLOCK).length < apart - 2 * noise.length);
  }

  @Test
  void holdsNoTimeNorSystem() throws IOException {
    var header = Arrays.copyOf(compress(new byte[9], 1, 9), 10);

    assertArrayEquals(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF}, header);
  }

  @Test
  void passesFailuresOfTheTargetOn() {
    var full =
        new OutputStream() {
          private int count;

          @Override
          public void write(int octet) throws IOException {
            if (++count > 1000) {
              throw new IOException("disk full");
            }
          }
        };
    var noise = new byte[20 * BLOCK];
    new Random(6).nextBytes(noise);

    var failure =
        assertThrows(
            IOException.class,
            () -> {
              try (var gzip = new GzipWriter(full, 1, 2)) {
                gzip.write(noise);
              }
            });

    assertEquals("disk full", failure.getMessage());
  }

  private static byte[] compress(byte[] plain, int threads, int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GzipWriter(out, 6, threads)) {
      for (var start = 0; start < plain.length; start += piece) {
        gzip.write(plain, start, Math.min(piece, plain.length - start));
      }
      gzip.finish();
    }
    return out.toByteArray();
  }
}
