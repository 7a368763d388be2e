package dev.lamina.agent.archive;

import java.util.HexFormat;

/// How a stream is compressed, told by its first bytes and never by a name or media type.
public enum Compression {
  NONE(""),
  GZIP("1f8b08"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  XZ("fd377a585a00");

  /// As many bytes as [#detect] can make use of.
  public static final int HEAD_BYTES = 6;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  public static Compression detect(byte[] head) {
    var hex = HexFormat.of().formatHex(head);
    for (var compression : values()) {
      if (compression != NONE && hex.startsWith(compression.magic)) {
        return compression;
      }
    }
    return isSkippableZstdFrame(hex) ? ZSTD : NONE;
  }

  /// zstd may begin with a frame that holds no data. See RFC 8878, "Skippable Frames".
  private static boolean isSkippableZstdFrame(String hex) {
    return hex.startsWith("5") && hex.startsWith("2a4d18", 2);
  }
}
