package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lamina.agent.linux.FileNames;
import java.util.Arrays;

/// One header block, read but not interpreted; its checksum is right.
final class TarHeader {
  static final int BLOCK_BYTES = 512;

  static final int CHECKSUM_OFFSET = 148;
  static final int CHECKSUM_LENGTH = 8;
  private static final int NAME_LENGTH = 100;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  static TarHeader parse(byte[] block) {
    var header = new TarHeader(block);
    header.checkSum();
    return header;
  }

  static boolean isZero(byte[] block) {
    for (var octet : block) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  byte[] block() {
    return block;
  }

  char flag() {
    return (char) (block[156] & 0xFF);
  }

  String name() {
    var name = text(0, NAME_LENGTH);
    var prefix = text(345, prefixLength());
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() {
    return text(157, NAME_LENGTH);
  }

  int permissions() {
    return (int) (TarNumber.parseUnsigned(block, 100, 8, "mode") & 0xFFF);
  }

  long uid() {
    return TarNumber.parseUnsigned(block, 108, 8, "uid");
  }

  long gid() {
    return TarNumber.parseUnsigned(block, 116, 8, "gid");
  }

  long size() {
    return TarNumber.parseUnsigned(block, 124, 12, "size");
  }

  long modifiedSeconds() {
    return TarNumber.parseField(block, 136, 12);
  }

  long major() {
    return isOld() ? 0 : TarNumber.parseUnsigned(block, 329, 8, "device major number");
  }

  long minor() {
    return isOld() ? 0 : TarNumber.parseUnsigned(block, 337, 8, "device minor number");
  }

  boolean isGnu() {
    return magic("ustar  \0");
  }

  /// From before POSIX: no device numbers, no prefix.
  private boolean isOld() {
    return !magic("ustar");
  }

  private int prefixLength() {
    if (isOld() || isGnu()) {
      return 0;
    }
    var isStar = new String(block, 508, 4, ISO_8859_1).equals("tar\0");
    return isStar ? 131 : 155;
  }

  private boolean magic(String wanted) {
    return new String(block, 257, wanted.length(), ISO_8859_1).equals(wanted);
  }

  private String text(int offset, int length) {
    return FileNames.decode(untilNul(Arrays.copyOfRange(block, offset, offset + length)));
  }

  static byte[] untilNul(byte[] bytes) {
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return Arrays.copyOf(bytes, i);
      }
    }
    return bytes;
  }

  /// The sum of all bytes with the sum itself as blanks; some old writers took bytes as signed.
  private void checkSum() {
    var unsigned = 0L;
    var signed = 0L;
    for (var i = 0; i < BLOCK_BYTES; i++) {
      var isSum = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + CHECKSUM_LENGTH;
      var octet = isSum ? (byte) ' ' : block[i];
      unsigned += octet & 0xFF;
      signed += octet;
    }
    var written = TarNumber.parseOctal(block, CHECKSUM_OFFSET, CHECKSUM_LENGTH);
    if (written != unsigned && written != signed) {
      throw Refusal.malformed("tar header: its checksum is wrong");
    }
  }
}
