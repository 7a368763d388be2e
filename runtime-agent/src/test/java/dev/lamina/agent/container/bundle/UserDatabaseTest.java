package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDatabaseTest {
  private static final UserDatabase DATABASE =
      UserDatabase.parse(
          """
          root:x:0:0:root:/root:/bin/sh
          web:x:1000:1001:web:/srv:/bin/sh
          web:x:1:1:a second one of that name:/other:/bin/sh
          0777:x:0:0:a number for a name:/root:/bin/sh
          homeless:x:7:7
          broken:x:many:0::/:
          huge:x:4294967295:0::/:

          nonsense
          """,
          """
          root:x:0:
          wheel:x:10:root,web
          web:x:1001:
          staff:x:50:daemon,web
          again:x:50:web
          broken:x:many:web
          """);

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # stated,   uid,        gid,        groups,           home
          '',         0,          0,          '0, 10',          /root
          root,       0,          0,          '0, 10',          /root
          0,          0,          0,          '0, 10',          /root
          web,        1000,       1001,       '1001, 10, 50',   /srv
          1000,       1000,       1001,       '1001, 10, 50',   /srv
          web:,       1000,       1001,       '1001, 10, 50',   /srv
          web:staff,  1000,       50,         50,               /srv
          web:99,     1000,       99,         99,               /srv
          :staff,     0,          50,         50,               /root
          4711,       4711,       0,          0,                /
          4711:12,    4711,       12,         12,               /
          0777,       777,        0,          0,                /
          homeless,   7,          7,          7,                /
          2147483647, 2147483647, 0,          0,                /
          """)
  void resolves(String stated, int uid, int gid, String groups, String home) {
    var user = DATABASE.resolve(stated);
    assertEquals(uid, user.uid());
    assertEquals(gid, user.gid());
    assertEquals("[" + groups + "]", user.groups().toString());
    assertEquals(home, user.home());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "web:nogroup",
        "2147483648",
        "4294967296",
        "99999999999999999999",
        "-1",
        "web:2147483648",
        "broken",
        "huge",
        "root:root:root"
      })
  void refuses(String stated) {
    var refusal = assertThrows(AgentException.class, () -> DATABASE.resolve(stated));
    assertEquals(FailureReason.InvalidArgument, refusal.reason());
    assertTrue(refusal.getMessage().startsWith("user '" + stated + "': "), refusal.getMessage());
  }

  @Test
  void needsNoFilesForNumbers(@TempDir Path root) throws Exception {
    try (var open = RootDirectory.open(root)) {
      assertEquals(5, UserDatabase.of(open).resolve("5:6").uid());
    }
  }

  @Test
  void readsInsideTheRootOnly(@TempDir Path root) throws Exception {
    var outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("passwd"), "web:x:0:0::/:\n");
    var image = root.resolve("image");
    Files.createDirectories(image.resolve("etc"));
    Files.createSymbolicLink(image.resolve("etc/passwd"), outside.resolve("passwd"));
    try (var open = RootDirectory.open(image)) {
      var users = UserDatabase.of(open);
      assertThrows(AgentException.class, () -> users.resolve("web"));
    }
  }

  @Test
  void refusesWhatIsNoFileOrTooLarge(@TempDir Path root) throws Exception {
    Files.createDirectories(root.resolve("etc/group"));
    assertEquals(FailureReason.InvalidImage, refusal(root).reason());
    Files.delete(root.resolve("etc/group"));
    Files.write(root.resolve("etc/group"), new byte[(1 << 20) + 1]);
    assertEquals(FailureReason.LimitExceeded, refusal(root).reason());
  }

  private static AgentException refusal(Path root) throws Exception {
    try (var open = RootDirectory.open(root)) {
      return assertThrows(AgentException.class, () -> UserDatabase.of(open));
    }
  }
}
