package dev.lamina.agent.archive;

/// What an entry of a tar makes.
public enum TarEntryType {
  FILE('0'),
  /// One more name of a file that came earlier.
  HARD_LINK('1'),
  SYMBOLIC_LINK('2'),
  CHARACTER_DEVICE('3'),
  BLOCK_DEVICE('4'),
  DIRECTORY('5'),
  FIFO('6');

  private final char flag;

  TarEntryType(char flag) {
    this.flag = flag;
  }

  char flag() {
    return flag;
  }

  boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }

  boolean isLink() {
    return this == HARD_LINK || this == SYMBOLIC_LINK;
  }
}
