package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/// What `stat` tells about an inode.
///
/// @param permissions the mode without the type: rwx bits, setuid, setgid, sticky
/// @param allocatedBytes what it takes on disk, holes not counted
/// @param major number of the device this inode stands for; 0 unless it is a device
/// @param device the file system it is on
public record FileStat(
    FileType type,
    int permissions,
    int uid,
    int gid,
    long size,
    long allocatedBytes,
    Instant modified,
    int major,
    int minor,
    long device,
    long inode,
    int links) {
  private static final long BASIC_STATS = 0x7FF;
  private static final int BLOCK_BYTES = 512;

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  public boolean isSymbolicLink() {
    return type == FileType.SYMBOLIC_LINK;
  }

  /// Whether overlayfs hides the name: a character device 0/0.
  public boolean isWhiteout() {
    return type == FileType.CHARACTER_DEVICE && major == 0 && minor == 0;
  }

  /// Reads `struct statx`, which is laid out alike on all architectures.
  static FileStat of(Descriptor base, String name, int flags) throws LinuxException {
    var scratch = Scratch.current();
    var statx = scratch.structure();
    var result =
        Kernel.call(
            Syscall.STATX, base.number(), scratch.first(name), flags, BASIC_STATS, statx.address());
    base.check(result, Syscall.STATX, name);
    return parse(statx);
  }

  private static FileStat parse(MemorySegment statx) {
    var mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, 28));
    return new FileStat(
        FileType.ofMode(mode),
        mode & 0xFFF,
        statx.get(JAVA_INT, 20),
        statx.get(JAVA_INT, 24),
        statx.get(JAVA_LONG, 40),
        statx.get(JAVA_LONG, 48) * BLOCK_BYTES,
        Instant.ofEpochSecond(statx.get(JAVA_LONG, 112), statx.get(JAVA_INT, 120)),
        statx.get(JAVA_INT, 128),
        statx.get(JAVA_INT, 132),
        ((long) statx.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(statx.get(JAVA_INT, 140)),
        statx.get(JAVA_LONG, 32),
        statx.get(JAVA_INT, 16));
  }
}
