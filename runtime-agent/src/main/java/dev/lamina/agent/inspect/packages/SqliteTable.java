package dev.lamina.agent.inspect.packages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// The rows of one table of an SQLite database: the leaves of its b-tree. See the SQLite file
/// format, sections 1.5 and 1.6.
final class SqliteTable {
  static final int SCHEMA_PAGE = 1;

  private static final int FILE_HEADER = 100;
  private static final int INTERIOR = 0x05;
  private static final int LEAF = 0x0D;
  private static final int INTERIOR_HEADER = 12;
  private static final int LEAF_HEADER = 8;
  private static final int LARGEST_ROW = 16 * 1024 * 1024;

  private final SqliteFile file;
  private final long root;
  private long visits;

  SqliteTable(SqliteFile file, long root) {
    this.file = file;
    this.root = root;
  }

  /// Takes one row after the other.
  interface Rows {
    void row(SqliteRow row) throws IOException;
  }

  void forEach(Rows rows) throws IOException {
    var pages = new ArrayDeque<Long>();
    pages.push(root);
    while (!pages.isEmpty()) {
      long number = pages.pop();
      var page = visit(number);
      var start = number == SCHEMA_PAGE ? FILE_HEADER : 0;
      var cells = Short.toUnsignedInt(page.getShort(start + 3));
      switch (page.get(start)) {
        case INTERIOR -> {
          pages.push(Integer.toUnsignedLong(page.getInt(start + 8)));
          for (var cell = cells - 1; cell >= 0; cell--) {
            var at = cell(page, start + INTERIOR_HEADER, cell);
            pages.push(Integer.toUnsignedLong(page.getInt(at)));
          }
          requireOnceEach(pages.size());
        }
        case LEAF -> {
          for (var cell = 0; cell < cells; cell++) {
            rows.row(new SqliteRow(payload(page, cell(page, start + LEAF_HEADER, cell))));
          }
        }
        default -> throw SqliteFile.malformed("page " + number + " is none of a table");
      }
    }
  }

  private int cell(ByteBuffer page, int pointers, int cell) throws IOException {
    var pointer = pointers + 2 * cell;
    var at = pointer + 2 <= file.usable() ? Short.toUnsignedInt(page.getShort(pointer)) : -1;
    if (at < 0 || at + Integer.BYTES > file.usable()) {
      throw SqliteFile.malformed("a cell is outside of its page");
    }
    return at;
  }

  /// What is in the cell, and on the pages it goes on to.
  private byte[] payload(ByteBuffer page, int cell) throws IOException {
    page.position(cell);
    var length = SqliteRow.varint(page);
    SqliteRow.varint(page); // the row's number
    if (length < 0 || length > LARGEST_ROW || length > file.pages() * file.usable()) {
      throw SqliteFile.malformed("a row of " + length + " bytes");
    }
    var local = local(length);
    var next = local < length ? Integer.BYTES : 0;
    if (page.position() + local + next > file.usable()) {
      throw SqliteFile.malformed("a row is outside of its page");
    }
    var payload = new byte[(int) length];
    page.get(payload, 0, local);
    if (local < length) {
      readOverflow(Integer.toUnsignedLong(page.getInt()), payload, local);
    }
    return payload;
  }

  private int local(long length) {
    var usable = file.usable();
    var most = usable - 35;
    if (length <= most) {
      return (int) length;
    }
    var least = (usable - 12) * 32 / 255 - 23;
    var rest = least + (int) ((length - least) % (usable - 4));
    return rest <= most ? rest : least;
  }

  private void readOverflow(long first, byte[] payload, int from) throws IOException {
    var next = first;
    for (var at = from; at < payload.length; ) {
      var page = visit(next);
      next = Integer.toUnsignedLong(page.getInt());
      var part = Math.min(payload.length - at, file.usable() - Integer.BYTES);
      page.get(payload, at, part);
      at += part;
    }
  }

  private ByteBuffer visit(long number) throws IOException {
    visits++;
    requireOnceEach(0);
    return file.page(number);
  }

  /// @param planned visits that are still to come
  private void requireOnceEach(int planned) throws IOException {
    if (visits + planned > file.pages()) {
      throw SqliteFile.malformed("its pages go in circles");
    }
  }
}
