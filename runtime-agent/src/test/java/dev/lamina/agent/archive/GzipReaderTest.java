package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.IsalInflater;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds with every decoder of deflate that this machine has.
class GzipReaderTest {
  private static final byte[] TEXT = DecompressionTest.text(new Random(1), 300_000);

  static Stream<Named<Supplier<DeflateDecoder>>> decoders() {
    var isal =
        IsalInflater.open().stream()
            .peek(IsalInflater::close)
            .map(present ->
                named(
                    "ISA-L",
                    (Supplier<DeflateDecoder>)
                        () -> new IsalDecoder(IsalInflater.open().orElseThrow())));
    return Stream.concat(Stream.of(named("zlib", ZlibDecoder::new)), isal);
  }

  /// Members, their headers and trailers are cut at every place.
  @ParameterizedTest
  @MethodSource("decoders")
  void readsMembersInPiecesOfAnySize(Supplier<DeflateDecoder> decoder) throws IOException {
    var random = new byte[70_000];
    new Random(2).nextBytes(random);
    var members = new ByteArrayOutputStream();
    for (var plain : new byte[][] {TEXT, {}, random, {1}}) {
      members.writeBytes(DecompressionTest.compress(Compression.GZIP, plain));
    }
    var expected = new ByteArrayOutputStream();
    expected.writeBytes(TEXT);
    expected.writeBytes(random);
    expected.write(1);

    for (var piece : new int[] {1, 7, 4096, 1 << 20}) {
      var in = new GzipReader(new Pieces(members.toByteArray(), piece), decoder.get());
      try (in) {
        assertArrayEquals(expected.toByteArray(), in.readAllBytes(), () -> "pieces of " + piece);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void refusesEveryTruncation(Supplier<DeflateDecoder> decoder) throws IOException {
    var whole = DecompressionTest.compress(Compression.GZIP, "a few words".getBytes(UTF_8));

    for (var length = 1; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), decoder);
    }
  }

  /// A damaged bit is found, unless it says nothing: those that fill the last byte up.
  @ParameterizedTest
  @MethodSource("decoders")
  void neverGivesOtherBytesForDamagedData(Supplier<DeflateDecoder> decoder) throws IOException {
    var plain = DecompressionTest.text(new Random(3), 2000);
    var whole = DecompressionTest.compress(Compression.GZIP, plain);
    var refused = 0;

    for (var position = 10; position < whole.length; position++) {
      var damaged = whole.clone();
      damaged[position] ^= 0x10;
      try (var in = new GzipReader(new ByteArrayInputStream(damaged), decoder.get())) {
        assertArrayEquals(plain, in.readAllBytes());
      } catch (AgentException e) {
        assertEquals(FailureReason.InvalidArchive, e.reason());
        refused++;
      }
    }

    assertTrue(refused > whole.length / 2, "refused " + refused + " of " + whole.length);
  }

  private static void assertRefused(byte[] compressed, Supplier<DeflateDecoder> decoder)
      throws IOException {
    try (var in = new GzipReader(new ByteArrayInputStream(compressed), decoder.get())) {
      var refused = assertThrows(AgentException.class, in::readAllBytes);
      assertEquals(FailureReason.InvalidArchive, refused.reason());
    }
  }

  /// Gives no more than a few bytes at a time.
  private static final class Pieces extends ByteArrayInputStream {
    private final int piece;

    Pieces(byte[] bytes, int piece) {
      super(bytes);
      this.piece = piece;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      return super.read(bytes, offset, Math.min(piece, length));
    }
  }
}
