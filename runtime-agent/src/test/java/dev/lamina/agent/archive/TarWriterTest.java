package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TarWriterTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TarEntry FILE =
      new TarEntry(TarEntryType.FILE, "f", "", 0644, 0, 0, NOON, 0, 0, 0, Map.of());

  static Stream<TarEntry> entries() {
    var splittable = "d".repeat(150) + "/" + "f".repeat(90);
    return Stream.of(
        FILE,
        FILE.withName("x".repeat(100)),
        FILE.withName(splittable),
        FILE.withName("x".repeat(250)),
        FILE.withName("a/".repeat(1000) + "f"),
        FILE.withName("grüße/日本"),
        FILE.withName("not utf-8: \uDCFF"),
        of(TarEntryType.DIRECTORY, "d/", ""),
        of(TarEntryType.DIRECTORY, "d".repeat(99) + "/" + "e".repeat(100) + "/", ""),
        of(TarEntryType.SYMBOLIC_LINK, "s", "../t"),
        of(TarEntryType.SYMBOLIC_LINK, "s", "t".repeat(3000)),
        of(TarEntryType.HARD_LINK, "h", "ä"),
        of(TarEntryType.FIFO, "p", ""),
        new TarEntry(
            TarEntryType.BLOCK_DEVICE, "b", "", 0600, 0, 6, NOON, 0, 4095, 1_048_575, Map.of()),
        new TarEntry(
            TarEntryType.FILE, "i", "", 07777, 4_294_967_294L, 2_097_152, NOON, 0, 0, 0, Map.of()),
        modified(NOON.plusNanos(1)),
        modified(NOON.plusMillis(120)),
        modified(Instant.ofEpochSecond(-3, 5)),
        modified(Instant.ofEpochSecond(-3)),
        modified(Instant.ofEpochSecond(1L << 34)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void writesWhatTheReaderReads(TarEntry entry) throws IOException {
    assertEquals(List.of(entry), TarReaderTest.entries(write(entry)));
  }

  /// A reader that is not ours sees the same.
  @ParameterizedTest
  @MethodSource("entries")
  void writesWhatOthersRead(TarEntry entry) throws IOException {
    try (var other = new TarArchiveInputStream(new ByteArrayInputStream(write(entry)), "UTF-8")) {
      var read = other.getNextEntry();
      if (!entry.name().contains("\uDCFF")) {
        assertEquals(entry.name(), read.getName());
      }
      assertEquals(entry.linkName(), read.getLinkName());
      assertEquals(entry.uid(), read.getLongUserId());
      assertEquals(entry.gid(), read.getLongGroupId());
      assertEquals(entry.modified(), read.getLastModifiedTime().toInstant());
      assertEquals(entry.major(), read.getDevMajor());
      assertEquals(entry.minor(), read.getDevMinor());
    }
  }

  @Test
  void writesBinaryExtendedAttributes() throws IOException {
    var value = new byte[] {0, '\n', '=', (byte) 0xFF};
    var entry =
        new TarEntry(
            TarEntryType.FILE, "f", "", 0755, 0, 0, NOON, 0, 0, 0, Map.of("user.bytes", value));

    var read = TarReaderTest.entries(write(entry)).getFirst();

    assertArrayEquals(value, read.xattrs().get("user.bytes"));
  }

  @Test
  void padsContent() throws IOException {
    var content = "x".repeat(700).getBytes(UTF_8);
    var out = new ByteArrayOutputStream();
    try (var writer = new TarWriter(out)) {
      writer.begin(sized(content.length));
      writer.write(content);
      writer.begin(FILE.withName("next"));
      writer.finish();
    }
    assertEquals(512 * (1 + 2 + 1 + 2), out.size());
    assertEquals(2, TarReaderTest.entries(out.toByteArray()).size());
  }

  @Test
  void writesTheWellKnownEmptyLayer() throws IOException {
    assertArrayEquals(new byte[1024], write());
  }

  @Test
  void refusesMoreOrLessContentThanAnnounced() throws IOException {
    try (var writer = new TarWriter(new ByteArrayOutputStream())) {
      writer.begin(sized(2));
      assertThrows(IllegalStateException.class, () -> writer.write(new byte[3]));
      assertThrows(IllegalStateException.class, writer::finish);
    }
  }

  @Test
  void refusesAnAttributeThatPaxCannotName() {
    var entry =
        new TarEntry(
            TarEntryType.FILE, "f", "", 0, 0, 0, NOON, 0, 0, 0, Map.of("user.a=b", new byte[1]));

    var refused = assertThrows(AgentException.class, () -> write(entry));

    assertEquals(FailureReason.NotSupported, refused.reason());
  }

  private static TarEntry of(TarEntryType type, String name, String linkName) {
    return new TarEntry(type, name, linkName, 0755, 1, 2, NOON, 0, 0, 0, Map.of());
  }

  private static TarEntry modified(Instant time) {
    return new TarEntry(TarEntryType.FILE, "f", "", 0644, 0, 0, time, 0, 0, 0, Map.of());
  }

  private static TarEntry sized(long size) {
    return new TarEntry(TarEntryType.FILE, "f", "", 0644, 0, 0, NOON, size, 0, 0, Map.of());
  }

  private static byte[] write(TarEntry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = new TarWriter(out)) {
      for (var entry : entries) {
        writer.begin(entry);
      }
      writer.finish();
    }
    return out.toByteArray();
  }
}
