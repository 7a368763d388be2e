package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.RawTar.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileTarTest {
  private static final byte[] NEGATIVE = {
    (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF,
    (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFE
  };
  private static final byte[] HUGE = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

  static Stream<Arguments> malformed() {
    return Stream.of(
        tar("wrong checksum", damaged(new RawTar().file("f", "").bytes())),
        tar("not a tar", "x".repeat(2048).getBytes(UTF_8)),
        tar("half a header", Arrays.copyOf(new RawTar().file("f", "").bytes(), 300)),
        tar("half a content", Arrays.copyOf(new RawTar().file("f", "abc").bytes(), 513)),
        tar("missing padding", Arrays.copyOf(new RawTar().file("f", "abc").bytes(), 515)),
        tar("one zero block", new RawTar().block(new byte[512]).file("f", "").bytes()),
        tar("unknown type", new RawTar().entry(header('Z', "f", 0))),
        tar("negative size", new RawTar().entry(header('0', "f", 0).put(124, NEGATIVE))),
        tar("size beyond 64 bits", new RawTar().entry(header('0', "f", 0).put(124, HUGE))),
        tar("no octal size", new RawTar().entry(header('0', "f", 0).put(124, "12x"))),
        tar("owner -1", new RawTar().pax('x', "uid", "4294967295").file("f", "")),
        tar("negative owner", new RawTar().pax('x', "uid", "-5").file("f", "")),
        tar("device number", new RawTar().entry(header('3', "d", 0).device(0x1000, 0))),
        tar("PAX time with exponent", new RawTar().pax('x', "mtime", "9e9999999").file("f", "")),
        tar("PAX time too long", new RawTar().pax('x', "mtime", "9".repeat(300_000)).file("f", "")),
        tar("PAX time beyond range", new RawTar().pax('x', "mtime", "9".repeat(30)).file("f", "")),
        tar("PAX size with blank", new RawTar().pax('x', "size", " 5").file("f", "")),
        tar("PAX path with NUL", new RawTar().pax('x', "path", "a\0b").file("f", "")),
        tar("PAX length too long", paxOf("99 path=x\n")),
        tar("PAX length too short", paxOf("4 path=x\n")),
        tar("PAX length huge", paxOf("9999999999999999999 path=x\n")),
        tar("PAX without newline", paxOf("8 path=xx")),
        tar("PAX without equals", paxOf("7 path\n")),
        tar("PAX without key", paxOf("5 =x\n")),
        tar("PAX twice", new RawTar().pax('x', "path", "a").pax('x', "path", "b").file("f", "")),
        tar("PAX at the end", new RawTar().pax('x', "path", "a")),
        tar("global path", new RawTar().pax('g', "path", "evil").file("f", "")),
        tar("global size", new RawTar().pax('g', "size", "1024").file("f", "")),
        tar("sparse overlap", sparse("0,2,1,2", "9", 4)),
        tar("sparse beyond its size", sparse("8,4", "9", 4)),
        tar("sparse with overflow", sparse("9223372036854775807,1", "9", 1)),
        tar("sparse map of less", sparse("0,1", "9", 4)),
        tar("sparse map cut", sparse("0,1,5", "9", 1)),
        tar("sparse without size", new RawTar().pax('x', "GNU.sparse.map", "0,1").file("f", "a")));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesMalformed(byte[] tar) {
    var refused = assertThrows(AgentException.class, () -> TarReaderTest.entries(tar));

    assertEquals(FailureReason.InvalidArchive, refused.reason());
  }

  static Stream<Arguments> tooLarge() {
    var name = "n".repeat(5000);
    return Stream.of(
        tar("PAX header", header('x', "pax", 2_000_000)),
        tar("PAX header of 8 GiB", header('x', "pax", (1L << 33) - 1)),
        tar("GNU long name", header('L', "long", 2_000_000)),
        tar("name", new RawTar().pax('x', "path", name).file("f", "")),
        tar("link name", new RawTar().pax('x', "linkpath", name).symbolicLink("f", "")),
        tar("file", header('0', "f", 5_000_000)),
        tar("sparse file", sparse("0,1", "5000000", 1)),
        tar("entries", new RawTar().file("a", "").file("b", "").file("c", "").file("d", "")));
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void refusesBeyondTheLimits(byte[] tar) {
    var limits = new ArchiveLimits(4_000_000, 1 << 20, 4095, 3, 128 << 20);
    var reader = new TarReader(new ByteArrayInputStream(tar), limits);

    var refused =
        assertThrows(
            AgentException.class,
            () -> {
              while (reader.next().isPresent()) {
                reader.content().readAllBytes();
              }
            });

    assertEquals(FailureReason.LimitExceeded, refused.reason());
  }

  /// Extension headers that go on for ever cost no more than their limit.
  @Test
  void refusesEndlessLongNames() {
    var one = new RawTar().extension('K', "x".repeat(100_000).getBytes(UTF_8)).unfinished();
    var endless = repeated(one, 1000);
    var reader = new TarReader(endless, ArchiveLimits.DEFAULT);

    assertThrows(AgentException.class, reader::next);
  }

  private static InputStream repeated(byte[] bytes, int times) {
    var copies = Collections.nCopies(times, bytes).stream().map(ByteArrayInputStream::new).toList();
    return new SequenceInputStream(Collections.enumeration(copies));
  }

  private static RawTar sparse(String map, String size, int stored) {
    return new RawTar()
        .pax('x', "GNU.sparse.map", map, "GNU.sparse.size", size)
        .file("f", "x".repeat(stored));
  }

  private static RawTar paxOf(String records) {
    return new RawTar().extension('x', records.getBytes(UTF_8)).file("f", "");
  }

  private static byte[] damaged(byte[] tar) {
    tar[0] ^= 1;
    return tar;
  }

  private static Arguments tar(String name, RawTar.Header header) {
    return tar(name, new RawTar().entry(header));
  }

  private static Arguments tar(String name, RawTar tar) {
    return tar(name, tar.bytes());
  }

  private static Arguments tar(String name, byte[] tar) {
    return arguments(named(name, tar));
  }
}
