package dev.lamina.agent.linux;

/// What kind of file an inode is.
public enum FileType {
  FIFO(0x1000),
  CHARACTER_DEVICE(0x2000),
  DIRECTORY(0x4000),
  BLOCK_DEVICE(0x6000),
  REGULAR(0x8000),
  SYMBOLIC_LINK(0xA000),
  SOCKET(0xC000);

  private static final int MASK = 0xF000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  /// The bits of `st_mode` that say so.
  public int bits() {
    return bits;
  }

  static FileType ofMode(int mode) {
    for (var type : values()) {
      if (type.bits == (mode & MASK)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no file type in mode " + Integer.toOctalString(mode));
  }
}
