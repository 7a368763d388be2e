package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.RawTar.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.FileNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @Test
  void readsFieldsOfAFile() throws IOException {
    var header = header('0', "etc/motd", 3).mode(04755).owner(7, 8).modified(1234);

    var entry = only(new RawTar().entry(header, "abc"));

    assertEquals(TarEntryType.FILE, entry.type());
    assertEquals("etc/motd", entry.name());
    assertEquals(04755, entry.permissions());
    assertEquals(7, entry.uid());
    assertEquals(8, entry.gid());
    assertEquals(Instant.ofEpochSecond(1234), entry.modified());
    assertEquals(3, entry.size());
  }

  @Test
  void givesContentOfEachEntryAndSkipsWhatWasNotRead() throws IOException {
    var tar = new RawTar().file("a", "first").file("b", "x".repeat(5000)).file("c", "third");
    try (var reader = reader(tar.bytes())) {
      reader.next();
      assertEquals("first", text(reader));
      reader.next();
      reader.next();
      assertEquals("third", text(reader));
      assertTrue(reader.next().isEmpty());
      assertTrue(reader.next().isEmpty());
    }
  }

  @Test
  void prefersPaxRecordsToTheHeader() throws IOException {
    var tar =
        new RawTar()
            .pax('x', "path", "long", "size", "5", "uid", "3000000", "mtime", "12.000000345")
            .entry(header('0', "short", 0), "hello")
            .file("next", "");

    var entries = entries(tar.bytes());

    assertEquals(List.of("long", "next"), entries.stream().map(TarEntry::name).toList());
    assertEquals(5, entries.getFirst().size());
    assertEquals(3_000_000, entries.getFirst().uid());
    assertEquals(Instant.ofEpochSecond(12, 345), entries.getFirst().modified());
  }

  @Test
  void takesTimesBeforeTheEpoch() throws IOException {
    var entry = only(new RawTar().pax('x', "mtime", "-1.25").file("old", ""));

    assertEquals(Instant.ofEpochSecond(-2, 750_000_000), entry.modified());
  }

  @Test
  void keepsBinaryExtendedAttributes() throws IOException {
    var capability = new byte[] {1, 0, 0, 2, 0, (byte) 0xFF, 10, 0};
    var value = new String(capability, ISO_8859_1);

    var entry =
        only(new RawTar().pax('x', "SCHILY.xattr.security.capability", value).file("f", ""));

    assertArrayEquals(capability, entry.xattrs().get("security.capability"));
  }

  @Test
  void keepsNamesThatAreNotUtf8() throws IOException {
    var name = new byte[] {'n', (byte) 0xE9, '/', (byte) 0x80};

    var entry = only(new RawTar().entry(header('0', "", 0).put(0, name)));

    assertArrayEquals(name, FileNames.encode(entry.name()));
  }

  @Test
  void joinsPrefixAndNameOfUstarOnly() throws IOException {
    var ustar = header('0', "name", 0).put(345, "prefix");
    var gnu = header('0', "name", 0).put(257, "ustar  \0").put(345, "12345670123");

    assertEquals("prefix/name", only(new RawTar().entry(ustar)).name());
    assertEquals("name", only(new RawTar().entry(gnu)).name());
  }

  @Test
  void readsGnuLongNames() throws IOException {
    var name = "d/".repeat(200) + "f";
    var tar =
        new RawTar()
            .extension('K', "target\0".getBytes(UTF_8))
            .extension('L', (name + "\0").getBytes(UTF_8))
            .symbolicLink("cut", "cut");

    assertEquals(name, only(tar).name());
    assertEquals("target", only(tar).linkName());
  }

  @Test
  void readsBase256Numbers() throws IOException {
    var size = new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};

    assertEquals(2, only(new RawTar().entry(header('0', "f", 0).put(124, size), "hi")).size());
  }

  @Test
  void endsAtTheEndOfTheStreamToo() throws IOException {
    assertEquals(1, entries(new RawTar().file("a", "x").unfinished()).size());
    assertEquals(0, entries(new byte[0]).size());
  }

  @Test
  void takesASlashAtTheEndOfAnOldNameForADirectory() throws IOException {
    assertTrue(only(new RawTar().entry(header('\0', "dir/", 0))).isDirectory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax-0.0", "pax-0.1", "pax-1.0"})
  void readsSparseFilesOfGnuTar(String format) throws IOException {
    var expected = new byte[1_200_000];
    for (var i = 0; i < 6; i++) {
      Arrays.fill(expected, i * 200_000, i * 200_000 + 5, (byte) ('a' + i));
    }
    try (var golden =
            TarReaderTest.class.getResourceAsStream("/archive/sparse-" + format + ".tar");
        var reader = new TarReader(golden, ArchiveLimits.DEFAULT)) {
      var entry = reader.next().orElseThrow();

      assertEquals("sparse", entry.name());
      assertEquals(expected.length, entry.size());
      assertArrayEquals(expected, reader.content().readAllBytes());
      assertEquals("after", reader.next().orElseThrow().name());
    }
  }

  @Test
  void passesOverHoles() throws IOException {
    var stored = 0L;
    var holes = 0L;
    try (var golden = TarReaderTest.class.getResourceAsStream("/archive/sparse-pax-1.0.tar");
        var reader = new TarReader(golden, ArchiveLimits.DEFAULT)) {
      reader.next();
      var bytes = new byte[4096];
      int count;
      do {
        holes += reader.skipHole();
        count = reader.read(bytes, 0, bytes.length);
        stored += Math.max(count, 0);
      } while (count >= 0);
    }
    assertEquals(1_200_000, stored + holes);
    assertTrue(holes > 1_000_000);
  }

  @Test
  void knowsATar() {
    assertTrue(TarReader.isTar(new RawTar().file("a", "").bytes()));
    assertFalse(TarReader.isTar("#!/bin/sh\n".repeat(100).getBytes(UTF_8)));
    assertFalse(TarReader.isTar(new byte[1024]));
    assertFalse(TarReader.isTar(new byte[3]));
  }

  /// Whatever the bytes are, it ends with entries or a refusal.
  @ParameterizedTest
  @MethodSource("dev.lamina.agent.Seeds#seeds")
  void survivesRandomDamage(long seed) throws IOException {
    var random = new Random(seed);
    var whole =
        new RawTar()
            .pax('x', "path", "a/b", "SCHILY.xattr.user.x", "1", "mtime", "1.5")
            .file("f", "content")
            .pax('x', "GNU.sparse.map", "0,1,5,1", "GNU.sparse.size", "9", "size", "2")
            .file("s", "ab")
            .extension('L', "name\0".getBytes(UTF_8))
            .hardLink("l", "f")
            .bytes();
    var limits = ArchiveLimits.DEFAULT.withUncompressedBytes(1 << 20);
    for (var round = 0; round < 500; round++) {
      var damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
      for (var i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      fixChecksums(damaged);
      readOrRefuse(damaged, limits, "seed " + seed + " round " + round);
    }
  }

  private static void readOrRefuse(byte[] tar, ArchiveLimits limits, String where)
      throws IOException {
    try (var reader = new TarReader(new ByteArrayInputStream(tar), limits)) {
      while (reader.next().isPresent()) {
        reader.content().readAllBytes();
      }
    } catch (AgentException refused) {
      assertTrue(refused.getMessage().lines().count() == 1, where);
    }
  }

  /// So that damage is found by more than the checksum.
  private static void fixChecksums(byte[] tar) {
    for (var start = 0; start + 512 <= tar.length; start += 512) {
      if (tar[start + 257] == 'u' && tar[start + 261] == 'r') {
        var header = header('0', "", 0).put(0, Arrays.copyOfRange(tar, start, start + 512));
        System.arraycopy(header.finished(), 0, tar, start, 512);
      }
    }
  }

  static List<TarEntry> entries(byte[] tar) throws IOException {
    var entries = new ArrayList<TarEntry>();
    try (var reader = reader(tar)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(next.get());
      }
    }
    return entries;
  }

  private static TarEntry only(RawTar tar) throws IOException {
    var entries = entries(tar.bytes());
    assertEquals(1, entries.size());
    return entries.getFirst();
  }

  private static TarReader reader(byte[] tar) {
    return new TarReader(new ByteArrayInputStream(tar), ArchiveLimits.DEFAULT);
  }

  private static String text(TarReader reader) {
    try {
      return new String(reader.content().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
