package dev.lamina.agent.linux;

/// Flags of `open` and its relatives; four of them differ between the architectures.
final class OpenFlags {
  static final int READ_ONLY = 0;
  static final int WRITE_ONLY = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0x40;
  static final int EXCLUSIVE = 0x80;
  static final int CLOSE_ON_EXEC = 0x80000;
  static final int PATH_ONLY = 0x200000;
  static final int DIRECTORY = Architecture.IS_ARM64 ? 0x4000 : 0x10000;
  static final int NO_FOLLOW = Architecture.IS_ARM64 ? 0x8000 : 0x20000;

  static final long RESOLVE_NO_XDEV = 0x01;
  static final long RESOLVE_NO_MAGICLINKS = 0x02;
  static final long RESOLVE_IN_ROOT = 0x10;

  /// Stands for the working directory where a directory descriptor is asked for.
  static final int AT_FDCWD = -100;

  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;

  private OpenFlags() {}
}
