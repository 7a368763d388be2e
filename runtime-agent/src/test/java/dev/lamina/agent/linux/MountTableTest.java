package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
  @Test
  void readsFieldsOnBothSidesOfTheDash() {
    var lines =
        """
        36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue
        37 35 0:26 / /proc rw - proc proc rw
        """;
    assertEquals(
        List.of(
            new MountPoint(
                36, 35, "/mnt1", "/mnt2", "rw,noatime", "ext3", "/dev/root", "rw,errors=continue"),
            new MountPoint(37, 35, "/", "/proc", "rw", "proc", "proc", "rw")),
        MountTable.parse(lines));
  }

  @Test
  void belowIsByWholeNames() {
    var line = "1 2 0:1 / /var/lib/lamina/root rw - tmpfs none rw\n";
    var mount = MountTable.parse(line).getFirst();
    assertTrue(mount.isAt(Path.of("/var/lib/lamina/root")));
    assertTrue(mount.isBelow(Path.of("/var/lib/lamina")));
    assertTrue(mount.isBelow(Path.of("/")));
    assertFalse(mount.isBelow(Path.of("/var/lib/lam")));
  }

  @Test
  void unescapesSpacesTabsNewlinesAndBackslashes() {
    var line = "1 2 0:1 / /a\\040b\\011c\\012d\\134e rw - tmpfs none\\0431 rw\n";
    var mount = MountTable.parse(line).getFirst();
    assertEquals("/a b\tc\nd\\e", mount.place());
    assertEquals("none#1", mount.source());
  }
}
