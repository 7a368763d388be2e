package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel gives to the files that this process creates, so that it need not be set again.
///
/// @param umask permissions that are taken away at creation
public record CreationDefaults(int uid, int gid, int umask) {
  private static final int SETGID = 02000;
  private static final int SPECIAL = 07000;
  private static final String DEFAULT_ACL = "system.posix_acl_default";
  private static final String UMASK = "Umask:";

  public static CreationDefaults ofProcess() throws IOException {
    return new CreationDefaults(
        (int) Kernel.call(Syscall.GETEUID, 0), (int) Kernel.call(Syscall.GETEGID, 0), readUmask());
  }

  /// Whether they hold in a directory of this group and permissions: not in one that hands its
  /// group on, by its setgid bit or because the file system is mounted with `grpid`.
  public boolean holdIn(int directoryGid, int directoryPermissions) {
    return directoryGid == gid && (directoryPermissions & SETGID) == 0;
  }

  /// Whether they hold below a directory at all: an ACL for new files goes before the umask, and on
  /// to new directories.
  public static boolean holdBelow(Directory directory) throws LinuxException {
    return directory.inode().xattr(DEFAULT_ACL).isEmpty();
  }

  public boolean owns(FileMetadata file) {
    return file.uid() == uid && file.gid() == gid;
  }

  /// Whether a file can be created with these permissions at once.
  public boolean keeps(int permissions) {
    return (permissions & (umask | SPECIAL)) == 0;
  }

  private static int readUmask() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"), ISO_8859_1)) {
      if (line.startsWith(UMASK)) {
        return Integer.parseInt(line.substring(UMASK.length()).strip(), 8);
      }
    }
    throw new IOException("/proc/self/status does not tell the umask");
  }
}
