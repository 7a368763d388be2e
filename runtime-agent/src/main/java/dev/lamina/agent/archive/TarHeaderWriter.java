package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.TarHeader.BLOCK_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.FileNames;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;

/// The blocks that stand before the content of one entry.
///
/// What does not fit a ustar field goes into a PAX header, and the field gets what fits of it.
final class TarHeaderWriter {
  private static final int NAME_LENGTH = 100;
  private static final int PREFIX_OFFSET = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final long MAX_ID = 0x1F_FFFF;
  private static final long MAX_NUMBER = 0x1_FFFF_FFFFL;

  private final TarEntry entry;
  private final byte[] name;
  private final byte[] linkName;
  private final TreeMap<String, byte[]> records = new TreeMap<>();
  private final int prefixEnd;

  TarHeaderWriter(TarEntry entry) {
    this.entry = entry;
    name = FileNames.encode(entry.name());
    linkName = FileNames.encode(entry.linkName());
    prefixEnd = splitPoint();
    collectRecords();
  }

  /// The content of the PAX header; empty when none is needed.
  byte[] extension() {
    var out = new ByteArrayOutputStream();
    records.forEach((key, value) -> writeRecord(out, key, value));
    return out.toByteArray();
  }

  byte[] extensionHeader(int length) {
    var slash = entry.name().lastIndexOf('/', entry.name().length() - 2);
    var paxName = "PaxHeaders.0/" + entry.name().substring(slash + 1);
    var block = new byte[BLOCK_BYTES];
    put(block, 0, NAME_LENGTH, FileNames.encode(paxName));
    putOctal(block, 100, 8, 0644);
    putOctal(block, 108, 8, 0);
    putOctal(block, 116, 8, 0);
    putOctal(block, 124, 12, length);
    putOctal(block, 136, 12, 0);
    return finished(block, 'x');
  }

  byte[] block() {
    var block = new byte[BLOCK_BYTES];
    putName(block);
    putOctal(block, 100, 8, entry.permissions());
    putOctal(block, 108, 8, fitting(entry.uid(), MAX_ID));
    putOctal(block, 116, 8, fitting(entry.gid(), MAX_ID));
    putOctal(block, 124, 12, fitting(entry.size(), MAX_NUMBER));
    putOctal(block, 136, 12, fitting(entry.modified().getEpochSecond(), MAX_NUMBER));
    put(block, 157, NAME_LENGTH, linkName);
    putOctal(block, 329, 8, entry.major());
    putOctal(block, 337, 8, entry.minor());
    return finished(block, entry.type().flag());
  }

  private void collectRecords() {
    if (prefixEnd < 0) {
      records.put("path", name);
    }
    if (linkName.length > NAME_LENGTH || !isAscii(linkName)) {
      records.put("linkpath", linkName);
    }
    recordIfBeyond("uid", entry.uid(), MAX_ID);
    recordIfBeyond("gid", entry.gid(), MAX_ID);
    recordIfBeyond("size", entry.size(), MAX_NUMBER);
    recordTime(entry.modified());
    entry.xattrs().forEach(this::recordXattr);
  }

  /// The key of a PAX record ends at the first `=`.
  private void recordXattr(String xattr, byte[] value) {
    if (xattr.indexOf('=') >= 0) {
      throw new AgentException(
          FailureReason.NotSupported,
          "tar entry "
              + Refusal.shown(entry.name())
              + ": the extended attribute "
              + Refusal.shown(xattr)
              + " has a '=' in its name, for which PAX has no form");
    }
    records.put(PaxRecords.XATTR_PREFIX + xattr, value);
  }

  private void recordIfBeyond(String key, long value, long max) {
    if (value > max) {
      records.put(key, Long.toString(value).getBytes(US_ASCII));
    }
  }

  private void recordTime(Instant time) {
    var seconds = time.getEpochSecond();
    var nanos = time.getNano();
    if (nanos != 0 || fitting(seconds, MAX_NUMBER) != seconds) {
      var decimal = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
      var text = decimal.stripTrailingZeros().toPlainString();
      records.put("mtime", text.getBytes(US_ASCII));
    }
  }

  /// The length that a record starts with counts its own digits.
  private static void writeRecord(ByteArrayOutputStream out, String key, byte[] value) {
    var keyBytes = FileNames.encode(key);
    var rest = keyBytes.length + value.length + 3;
    var length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    out.writeBytes((length + " ").getBytes(US_ASCII));
    out.writeBytes(keyBytes);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
  }

  /// Where the name divides into ustar's prefix and name: 0 without a prefix, -1 if it fits
  /// nowhere.
  private int splitPoint() {
    if (!isAscii(name)) {
      return -1;
    }
    if (name.length <= NAME_LENGTH) {
      return 0;
    }
    for (var i = Math.min(PREFIX_LENGTH, name.length - 2); i > 0; i--) {
      if (name[i] == '/') {
        return name.length - i - 1 <= NAME_LENGTH ? i : -1;
      }
    }
    return -1;
  }

  private void putName(byte[] block) {
    if (prefixEnd <= 0) {
      put(block, 0, NAME_LENGTH, name);
    } else {
      put(block, 0, NAME_LENGTH, Arrays.copyOfRange(name, prefixEnd + 1, name.length));
      put(block, PREFIX_OFFSET, PREFIX_LENGTH, Arrays.copyOf(name, prefixEnd));
    }
  }

  private static byte[] finished(byte[] block, char flag) {
    block[156] = (byte) flag;
    put(block, 257, 8, "ustar\00000".getBytes(US_ASCII));
    Arrays.fill(
        block,
        TarHeader.CHECKSUM_OFFSET,
        TarHeader.CHECKSUM_OFFSET + TarHeader.CHECKSUM_LENGTH,
        (byte) ' ');
    var sum = 0;
    for (var octet : block) {
      sum += octet & 0xFF;
    }
    putOctal(block, TarHeader.CHECKSUM_OFFSET, TarHeader.CHECKSUM_LENGTH - 1, sum);
    block[TarHeader.CHECKSUM_OFFSET + TarHeader.CHECKSUM_LENGTH - 2] = 0;
    return block;
  }

  private static void put(byte[] block, int offset, int length, byte[] value) {
    System.arraycopy(value, 0, block, offset, Math.min(length, value.length));
  }

  private static void putOctal(byte[] block, int offset, int length, long value) {
    var left = value;
    for (var i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
  }

  private static long fitting(long value, long max) {
    return value < 0 || value > max ? 0 : value;
  }

  private static boolean isAscii(byte[] text) {
    for (var octet : text) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }
}
