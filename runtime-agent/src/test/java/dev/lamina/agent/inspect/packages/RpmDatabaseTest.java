package dev.lamina.agent.inspect.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootDirectory;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases as SQLite itself writes them, and damaged ones.
class RpmDatabaseTest {
  private static final int STRING = 6;
  private static final int INT32 = 4;

  @TempDir private Path image;
  private Path database;

  @BeforeEach
  void makeDirectory() throws IOException {
    database = image.resolve("var/lib/rpm/rpmdb.sqlite");
    Files.createDirectories(database.getParent());
  }

  private PackageList read() throws IOException {
    try (var root = RootDirectory.open(image)) {
      return PackageDatabases.read(root);
    }
  }

  private void write(List<byte[]> headers) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = 1024");
      statement.execute("CREATE TABLE Name (key TEXT, hnum INTEGER, idx INTEGER)");
      statement.execute(
          "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)");
      statement.execute("BEGIN");
      try (var insert = connection.prepareStatement("INSERT INTO Packages (blob) VALUES (?)")) {
        for (var header : headers) {
          insert.setBytes(1, header);
          insert.execute();
        }
      }
      statement.execute("COMMIT");
    }
  }

  /// A header with as many bytes more as its files would take.
  private static byte[] header(String name, String version, int epoch, String source, int more) {
    var tags = List.of(1000, 1001, 1002, 1003, 1014, 1022, 1044);
    var values = Stream.of(name, version, "3.fc42", "", "GPL-3.0", "x86_64", source).toList();
    var data = new ByteArrayOutputStream();
    var all = new ByteArrayOutputStream();
    try (var index = new DataOutputStream(all)) {
      index.writeInt(tags.size());
      index.writeInt(0);
      for (var at = 0; at < tags.size(); at++) {
        var isEpoch = tags.get(at) == 1003;
        index.writeInt(isEpoch && epoch == 0 ? 5 : tags.get(at));
        index.writeInt(isEpoch ? INT32 : STRING);
        index.writeInt(data.size());
        index.writeInt(1);
        data.write(
            isEpoch ? new byte[] {0, 0, 0, (byte) epoch} : (values.get(at) + "\0").getBytes(UTF_8));
      }
      index.write(data.toByteArray());
      index.write(new byte[more]);
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsEveryHeaderHoweverManyPagesItTakes() throws Exception {
    var headers =
        IntStream.range(0, 700)
            .mapToObj(
                number -> header("p%03d".formatted(number), "1." + number, 0, "", number * 13))
            .toList();
    write(headers);

    var list = read();

    assertEquals(List.of(), list.notes());
    assertEquals(
        IntStream.range(0, 700).mapToObj("p%03d"::formatted).toList(),
        list.packages().stream().map(InstalledPackage::name).toList());
    assertEquals("1.699-3.fc42", list.packages().getLast().version());
  }

  @Test
  void tellsEpochSourceLicenseAndLeavesKeysOut() throws Exception {
    write(
        List.of(
            header("bind-libs", "9.18", 32, "bind-9.18-3.fc42.src.rpm", 0),
            header("gpg-pubkey", "105ef944", 0, "", 0)));

    assertEquals(
        List.of(
            new InstalledPackage(
                PackageFormat.RPM, "bind-libs", "32:9.18-3.fc42", "x86_64", "bind", "GPL-3.0")),
        read().packages());
  }

  @Test
  void anOlderFormIsNotedAndNotReadAsNothing() throws IOException {
    Files.writeString(database.resolveSibling("Packages"), "Berkeley");
    assertEquals(
        List.of("the rpm database /var/lib/rpm/Packages has an older form: not read"),
        read().notes());
  }

  @Test
  void whatWasNotClosedIsNoted() throws Exception {
    write(List.of(header("bash", "5", 0, "", 0)));
    Files.writeString(database.resolveSibling("rpmdb.sqlite-wal"), "log");
    assertEquals(1, read().packages().size());
    assertTrue(read().notes().getFirst().contains("was not closed"));
  }

  @Test
  void noDatabaseAtAllIsNoted() throws IOException {
    Files.writeString(database, "x".repeat(5000));
    var notes = read().notes();
    assertTrue(
        notes.getFirst().contains("rpmdb.sqlite: no sound SQLite database"), notes::toString);
  }

  /// Whatever bytes are turned over: an answer, in time, with packages or a note.
  @Test
  void damageEndsInAnAnswer() throws Exception {
    write(
        IntStream.range(0, 60)
            .mapToObj(number -> header("p" + number, "1", 0, "", number * 50))
            .toList());
    var sound = Files.readAllBytes(database);
    var random = new Random(20261127);
    for (var round = 0; round < 300; round++) {
      var damaged = sound.clone();
      for (var change = 0; change <= random.nextInt(8); change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(database, damaged);
      var list = read();
      assertTrue(list.packages().size() <= 60, "round " + round);
    }
  }

  @Test
  void pagesThatGoInCirclesEnd() throws Exception {
    write(IntStream.range(0, 60).mapToObj(number -> header("p" + number, "1", 0, "", 50)).toList());
    var bytes = Files.readAllBytes(database);
    for (var page = 1; page < bytes.length / 1024; page++) {
      if (bytes[page * 1024] == 0x05) {
        bytes[page * 1024 + 8] = 0;
        bytes[page * 1024 + 9] = 0;
        bytes[page * 1024 + 10] = 0;
        bytes[page * 1024 + 11] = (byte) (page + 1);
      }
    }
    Files.write(database, bytes);
    var notes = read().notes();
    assertTrue(notes.getFirst().contains("go in circles"), notes::toString);
  }
}
