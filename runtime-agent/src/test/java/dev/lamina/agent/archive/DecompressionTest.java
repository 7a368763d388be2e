package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DecompressionTest {
  private static final byte[] TEXT = text(new Random(1), 200_000);

  @ParameterizedTest
  @EnumSource
  void opensWhatItDetects(Compression compression) throws IOException {
    var compressed = compress(compression, TEXT);

    assertEquals(compression, Compression.detect(Arrays.copyOf(compressed, 6)));
    assertArrayEquals(TEXT, read(compressed));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void readsEveryMember(Compression compression) throws IOException {
    var first = compress(compression, Arrays.copyOf(TEXT, 1000));
    var second = compress(compression, Arrays.copyOfRange(TEXT, 1000, TEXT.length));

    assertArrayEquals(TEXT, read(concat(first, second)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void refusesTruncation(Compression compression) throws IOException {
    var whole = compress(compression, TEXT);

    for (var length : new int[] {8, whole.length / 2, whole.length - 1}) {
      assertEquals(FailureReason.InvalidArchive, refusal(Arrays.copyOf(whole, length)).reason());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "ZSTD"})
  void refusesDamage(Compression compression) throws IOException {
    var damaged = compress(compression, TEXT);
    damaged[damaged.length / 2] ^= 0x55;

    assertEquals(FailureReason.InvalidArchive, refusal(damaged).reason());
  }

  @Test
  void refusesAWrongGzipChecksum() throws IOException {
    var damaged = compress(Compression.GZIP, TEXT);
    damaged[damaged.length - 6] ^= 1;

    assertEquals(FailureReason.InvalidArchive, refusal(damaged).reason());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void refusesGarbageAfterTheLastMember(Compression compression) throws IOException {
    var followed = concat(compress(compression, TEXT), "garbage".getBytes(UTF_8));

    assertEquals(FailureReason.InvalidArchive, refusal(followed).reason());
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtTheLimit(Compression compression) throws IOException {
    var bomb = compress(compression, new byte[3 << 20]);
    var limits = ArchiveLimits.DEFAULT.withUncompressedBytes(3 << 20);

    assertEquals(3 << 20, Decompression.open(stream(bomb), limits).readAllBytes().length);
    var lower = limits.withUncompressedBytes((3 << 20) - 1);
    var refused =
        assertThrows(
            AgentException.class, () -> Decompression.open(stream(bomb), lower).readAllBytes());
    assertEquals(FailureReason.LimitExceeded, refused.reason());
  }

  @Test
  void refusesAHugeZstdWindow() throws IOException {
    var windowOf256MiB = (byte) ((28 - 10) << 3);
    var frame = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, windowOf256MiB, 1, 0, 0};

    assertEquals(FailureReason.LimitExceeded, refusal(frame).reason());
  }

  @Test
  void readsZstdWhereTheSystemHasNoLibraryForIt() throws IOException {
    try (var in = Decompression.bundledZstd(stream(compress(Compression.ZSTD, TEXT)), 27)) {
      assertArrayEquals(TEXT, in.readAllBytes());
    }
  }

  /// Nothing says where the dictionary would come from.
  @Test
  void refusesZstdThatNeedsADictionary() {
    var dictionary7 = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 0, 7, 1, 0, 0};

    assertEquals(FailureReason.InvalidArchive, refusal(dictionary7).reason());
  }

  @Test
  void readsZstdThatStartsWithASkippableFrame() throws IOException {
    var skippable = new byte[] {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};

    assertArrayEquals(TEXT, read(concat(skippable, compress(Compression.ZSTD, TEXT))));
  }

  @Test
  void readsAllOptionalGzipHeaderFields() throws IOException {
    var header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
    header.writeBytes(new byte[] {2, 0, 'e', 'x'});
    header.writeBytes("name\0comment\0".getBytes(UTF_8));
    var crc = new CRC32();
    crc.update(header.toByteArray());
    header.write((int) crc.getValue());
    header.write((int) crc.getValue() >> 8);
    var plain = compress(Compression.GZIP, TEXT);

    var body = Arrays.copyOfRange(plain, 10, plain.length);
    assertArrayEquals(TEXT, read(concat(header.toByteArray(), body)));
  }

  /// A network that fails is not a damaged archive, also when it fails between two members.
  @ParameterizedTest
  @EnumSource
  void passesFailuresOfTheSourceOn(Compression compression) throws IOException {
    var source = new SequenceInputStream(stream(compress(compression, TEXT)), new FailingStream());

    var failure =
        assertThrows(
            IOException.class,
            () -> Decompression.open(source, ArchiveLimits.DEFAULT).readAllBytes());

    assertEquals("connection reset", failure.getMessage());
  }

  private static final class FailingStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("connection reset");
    }
  }

  static byte[] compress(Compression compression, byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var compressor = compressor(compression, out)) {
      compressor.write(plain);
    }
    return out.toByteArray();
  }

  private static OutputStream compressor(Compression compression, OutputStream out)
      throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out, Zstd.defaultCompressionLevel());
      case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
      case XZ -> new XZOutputStream(out, new LZMA2Options(0));
    };
  }

  static byte[] text(Random random, int length) {
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(1 + i * 16 / length));
    }
    return bytes;
  }

  private static byte[] read(byte[] compressed) throws IOException {
    try (var in = Decompression.open(stream(compressed), ArchiveLimits.DEFAULT)) {
      return in.readAllBytes();
    }
  }

  private static AgentException refusal(byte[] compressed) {
    return assertThrows(AgentException.class, () -> read(compressed));
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
