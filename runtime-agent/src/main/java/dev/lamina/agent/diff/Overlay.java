package dev.lamina.agent.diff;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lamina.agent.linux.Inode;
import dev.lamina.agent.linux.LinuxException;

/// How overlayfs marks a directory that hides those below it. See the kernel's `overlayfs.rst`,
/// "whiteouts and opaque directories".
final class Overlay {
  private static final String OPAQUE_XATTR = "trusted.overlay.opaque";

  private Overlay() {}

  static boolean isOpaque(Inode directory) throws LinuxException {
    return directory
        .xattr(OPAQUE_XATTR)
        .filter(value -> new String(value, US_ASCII).equals("y"))
        .isPresent();
  }

  static void makeOpaque(Inode directory) throws LinuxException {
    directory.setXattr(OPAQUE_XATTR, "y".getBytes(US_ASCII));
  }
}
