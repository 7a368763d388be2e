package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.linux.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The pages of an SQLite database. See the SQLite file format, section 1.
///
/// The file comes from an image, so it is read here, where everything is limited, and not by the
/// library, which would be given a file by name and trust its schema.
final class SqliteFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int PAGE_SIZE = 16;
  private static final int RESERVED = 20;
  private static final int LARGEST_PAGE = 65_536;
  private static final int SMALLEST_PAGE = 512;
  private static final int SMALLEST_USABLE = 480;
  private static final long LARGEST_FILE = 512L * 1024 * 1024;

  private final RegularFile file;
  private final long size;
  private final int pageSize;
  private final int usable;
  private long position;

  private SqliteFile(RegularFile file, ByteBuffer header, long size) throws IOException {
    this.file = file;
    this.size = size;
    this.position = HEADER;
    var stored = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
    pageSize = stored == 1 ? LARGEST_PAGE : stored;
    usable = pageSize - Byte.toUnsignedInt(header.get(RESERVED));
    if (pageSize < SMALLEST_PAGE || Integer.bitCount(pageSize) != 1 || usable < SMALLEST_USABLE) {
      throw malformed("its pages have " + pageSize + " bytes");
    }
  }

  static SqliteFile open(RegularFile file) throws IOException {
    var header = new byte[HEADER];
    var read = 0;
    for (var count = 0; count >= 0 && read < HEADER; read += Math.max(0, count)) {
      count = file.read(header, read, HEADER - read);
    }
    if (read < HEADER || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw malformed("it has not the header of one");
    }
    var size = file.inode().stat().size();
    if (size > LARGEST_FILE) {
      throw malformed("it has " + size + " bytes");
    }
    return new SqliteFile(file, ByteBuffer.wrap(header), size);
  }

  /// Bytes of a page that hold content.
  int usable() {
    return usable;
  }

  /// How many pages there can be: nothing that is sound needs to be visited more often.
  long pages() {
    return size / pageSize;
  }

  /// @param number from 1
  ByteBuffer page(long number) throws IOException {
    if (number < 1 || number > pages()) {
      throw malformed("page " + number + " of " + pages());
    }
    var page = new byte[pageSize];
    var start = (number - 1) * pageSize;
    file.skip(start - position);
    position = start;
    for (var read = 0; read < pageSize; ) {
      var count = file.read(page, read, pageSize - read);
      if (count < 0) {
        throw malformed("it ends within page " + number);
      }
      read += count;
      position += count;
    }
    return ByteBuffer.wrap(page);
  }

  static MalformedDatabaseException malformed(String how) {
    return new MalformedDatabaseException("no sound SQLite database: " + how);
  }
}
