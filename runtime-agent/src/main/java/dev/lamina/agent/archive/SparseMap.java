package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The four ways in which GNU tar writes where the data of a sparse file belongs.
///
/// See the GNU tar manual, "Storing Sparse Files".
final class SparseMap {
  private static final int NUMBER_LENGTH = 12;

  private SparseMap() {}

  /// Reads one more block of the archive; accounts for its bytes.
  @FunctionalInterface
  interface BlockSource {
    byte[] next() throws IOException;
  }

  static boolean isIn(PaxRecords records) {
    return !records.withPrefix(PaxRecords.SPARSE_PREFIX).isEmpty();
  }

  static long fileSizeOf(PaxRecords records) {
    var size = records.find("GNU.sparse.realsize");
    size = size == null ? records.find("GNU.sparse.size") : size;
    if (size == null) {
      throw Refusal.malformed("tar entry: a sparse file without its size");
    }
    return TarNumber.parseDecimal(size);
  }

  static List<SparseExtent> ofPax(PaxRecords records, BlockSource content) throws IOException {
    var major = records.find("GNU.sparse.major");
    if (major != null && TarNumber.parseDecimal(major) > 0) {
      return ofContent(content);
    }
    var map = records.find("GNU.sparse.map");
    return pairs(map == null ? repeatedRecords(records) : commaSeparated(map));
  }

  /// The type `S`: four extents in the header, more in blocks that follow it.
  static List<SparseExtent> ofOldGnu(TarHeader header, BlockSource following) throws IOException {
    var extents = new ArrayList<SparseExtent>();
    var block = header.block();
    addFields(block, 386, 4, extents);
    var isContinued = block[482] != 0;
    while (isContinued) {
      block = following.next();
      addFields(block, 0, 21, extents);
      isContinued = block[504] != 0;
    }
    return extents;
  }

  static long fileSizeOfOldGnu(TarHeader header) {
    return TarNumber.parseUnsigned(header.block(), 483, NUMBER_LENGTH, "size of a sparse file");
  }

  private static void addFields(byte[] block, int start, int count, List<SparseExtent> into) {
    for (var i = 0; i < count; i++) {
      var offset = start + i * 2 * NUMBER_LENGTH;
      if (block[offset] == 0) {
        return;
      }
      into.add(
          new SparseExtent(
              TarNumber.parseUnsigned(block, offset, NUMBER_LENGTH, "offset of an extent"),
              TarNumber.parseUnsigned(
                  block, offset + NUMBER_LENGTH, NUMBER_LENGTH, "length of an extent")));
    }
  }

  /// Format 0.0: `GNU.sparse.offset` and `GNU.sparse.numbytes` over and over.
  private static List<Long> repeatedRecords(PaxRecords records) {
    var numbers = new ArrayList<Long>();
    for (var entry : records.withPrefix(PaxRecords.SPARSE_PREFIX)) {
      var isOffset = entry.key().equals("GNU.sparse.offset");
      if (isOffset || entry.key().equals("GNU.sparse.numbytes")) {
        if (isOffset != (numbers.size() % 2 == 0)) {
          throw Refusal.malformed("tar entry: an extent of a sparse file lacks one number");
        }
        numbers.add(TarNumber.parseDecimal(entry.value()));
      }
    }
    return numbers;
  }

  /// Format 0.1: `offset,length,offset,length`.
  private static List<Long> commaSeparated(byte[] map) {
    var numbers = new ArrayList<Long>();
    for (var number : new String(map, ISO_8859_1).split(",", -1)) {
      numbers.add(TarNumber.parseDecimal(number.getBytes(ISO_8859_1)));
    }
    return numbers;
  }

  /// Format 1.0: the count and the numbers, a line each, in blocks before the data.
  private static List<SparseExtent> ofContent(BlockSource content) throws IOException {
    var numbers = new ArrayList<Long>();
    var line = new StringBuilder();
    var wanted = 1L;
    while (numbers.size() < wanted) {
      for (var octet : content.next()) {
        if (octet != '\n') {
          line.append((char) (octet & 0xFF));
        } else if (numbers.size() < wanted) {
          numbers.add(TarNumber.parseDecimal(line.toString().getBytes(ISO_8859_1)));
          line.setLength(0);
          wanted = numbers.size() == 1 ? 1 + 2 * Math.min(numbers.getFirst(), 1L << 32) : wanted;
        }
      }
    }
    return pairs(numbers.subList(1, numbers.size()));
  }

  private static List<SparseExtent> pairs(List<Long> numbers) {
    if (numbers.size() % 2 != 0) {
      throw Refusal.malformed("tar entry: an extent of a sparse file lacks one number");
    }
    var extents = new ArrayList<SparseExtent>(numbers.size() / 2);
    for (var i = 0; i < numbers.size(); i += 2) {
      extents.add(new SparseExtent(numbers.get(i), numbers.get(i + 1)));
    }
    return extents;
  }
}
