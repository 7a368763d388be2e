package dev.lamina.agent.linux;

import static dev.lamina.agent.linux.OpenFlags.AT_EMPTY_PATH;
import static dev.lamina.agent.linux.OpenFlags.AT_FDCWD;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.nio.file.Path;
import java.util.Set;

/// Mounts and unmounts in the mount namespace of this process. Overlays are [OverlayMount]s.
public final class Mounts {
  private static final int OPEN_TREE_CLONE = 1;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final int MOUNT_ATTR_BYTES = 32;
  private static final long MS_REC = 1 << 14;
  private static final long MS_PRIVATE = 1 << 18;
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  private Mounts() {}

  /// Shows a directory or file at another place as well, with everything mounted below it.
  ///
  /// The attributes hold before the mount can be seen: there is no moment in which a read-only one
  /// is writable.
  public static void bind(Path source, Path target, Set<MountAttribute> attributes)
      throws LinuxException {
    var path = source.toString();
    var flags = OPEN_TREE_CLONE | OpenFlags.CLOSE_ON_EXEC | AT_RECURSIVE;
    var address = Scratch.current().first(path);
    var result = Kernel.call(Syscall.OPEN_TREE, AT_FDCWD, address, flags);
    var mount = new Descriptor(LinuxException.check(result, Syscall.OPEN_TREE, path), path);
    try {
      restrict(mount, attributes);
      attach(mount, target);
    } finally {
      mount.closeQuietly();
    }
  }

  /// Mounts an empty file system in memory.
  ///
  /// @param options as for mount(8): `mode=0755,size=64m`
  public static void tmpfs(Path target, Set<MountAttribute> attributes, String options)
      throws LinuxException {
    mount("tmpfs", target, "tmpfs", MountAttribute.bits(attributes), options);
  }

  /// Keeps mounts made below this mount point from spreading to other mount namespaces.
  public static void makePrivate(Path target) throws LinuxException {
    mount("none", target, "", MS_PRIVATE | MS_REC, "");
  }

  /// Unmounts what was mounted last at the target.
  ///
  /// @throws LinuxException `EBUSY` while something in it is in use, `EINVAL` if nothing is mounted
  public static void unmount(Path target) throws LinuxException {
    unmount(target, UMOUNT_NOFOLLOW);
  }

  /// Takes it out of sight now and unmounts it when its last user is gone.
  public static void detach(Path target) throws LinuxException {
    unmount(target, UMOUNT_NOFOLLOW | MNT_DETACH);
  }

  /// The mount call of old, whose options end at the size of a page.
  static void mount(String source, Path target, String type, long flags, String options)
      throws LinuxException {
    var scratch = Scratch.current();
    var strings = scratch.structure();
    var typeAddress = strings.address();
    strings.setString(0, type);
    strings.setString(64, source);
    var result =
        Kernel.call(
            Syscall.MOUNT,
            strings.address() + 64,
            scratch.first(target.toString()),
            typeAddress,
            flags,
            scratch.second(options));
    LinuxException.check(result, Syscall.MOUNT, target.toString());
  }

  /// Puts a mount that has no place yet at its target.
  static void attach(Descriptor mount, Path target) throws LinuxException {
    var scratch = Scratch.current();
    var result =
        Kernel.call(
            Syscall.MOVE_MOUNT,
            mount.number(),
            scratch.first(""),
            AT_FDCWD,
            scratch.second(target.toString()),
            MOVE_MOUNT_F_EMPTY_PATH);
    LinuxException.check(result, Syscall.MOVE_MOUNT, target.toString());
  }

  private static void restrict(Descriptor mount, Set<MountAttribute> attributes)
      throws LinuxException {
    if (attributes.isEmpty()) {
      return;
    }
    var scratch = Scratch.current();
    var change = scratch.structure();
    change.asSlice(0, MOUNT_ATTR_BYTES).fill((byte) 0);
    change.set(JAVA_LONG, 0, MountAttribute.bits(attributes));
    var result =
        Kernel.call(
            Syscall.MOUNT_SETATTR,
            mount.number(),
            scratch.first(""),
            AT_EMPTY_PATH | AT_RECURSIVE,
            change.address(),
            MOUNT_ATTR_BYTES);
    mount.check(result, Syscall.MOUNT_SETATTR);
  }

  private static void unmount(Path target, int flags) throws LinuxException {
    var path = target.toString();
    var result = Kernel.call(Syscall.UMOUNT2, Scratch.current().first(path), flags);
    LinuxException.check(result, Syscall.UMOUNT2, path);
  }
}
