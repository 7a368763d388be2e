package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lamina.agent.linux.FileNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `length key=value\n` records of one PAX extended header.
///
/// Values are bytes: those of extended attributes are binary. See POSIX.1-2017, pax, "pax Header
/// Block".
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords(List.of());
  static final String XATTR_PREFIX = "SCHILY.xattr.";
  static final String SPARSE_PREFIX = "GNU.sparse.";

  private static final Set<String> NAMES = Set.of("path", "linkpath", "GNU.sparse.name");

  /// Records that say nothing about a file; everything else would change each entry that follows.
  private static final Set<String> HARMLESS_IN_GLOBAL = Set.of("comment", "charset");

  private final List<PaxRecord> records;

  private PaxRecords(List<PaxRecord> records) {
    this.records = records;
  }

  static PaxRecords parse(byte[] header) {
    var records = new ArrayList<PaxRecord>();
    var position = 0;
    while (position < header.length) {
      position = parseRecord(header, position, records);
    }
    return new PaxRecords(records);
  }

  /// A global header changes all entries that follow it, which tools agree on so little that only
  /// those without a consequence are let through.
  void requireHarmlessGlobal() {
    for (var entry : records) {
      if (!HARMLESS_IN_GLOBAL.contains(entry.key())) {
        throw Refusal.malformed(
            "tar: a global PAX header that sets " + Refusal.shown(entry.key()) + " is refused");
      }
    }
  }

  /// The last value of a key; an empty one takes an earlier one back.
  byte @Nullable [] find(String key) {
    byte[] found = null;
    for (var entry : records) {
      if (entry.key().equals(key)) {
        found = entry.value();
      }
    }
    return found == null || found.length == 0 ? null : found;
  }

  List<PaxRecord> withPrefix(String prefix) {
    return records.stream().filter(entry -> entry.key().startsWith(prefix)).toList();
  }

  Map<String, byte[]> xattrs() {
    var xattrs = new LinkedHashMap<String, byte[]>();
    for (var entry : withPrefix(XATTR_PREFIX)) {
      xattrs.put(entry.key().substring(XATTR_PREFIX.length()), entry.value());
    }
    return xattrs;
  }

  private static int parseRecord(byte[] header, int start, List<PaxRecord> into) {
    var space = indexOf(header, ' ', start, Math.min(header.length, start + 10));
    var length = TarNumber.parseDecimal(Arrays.copyOfRange(header, start, space));
    var end = start + length;
    if (end > header.length || end < space + 3 || header[(int) end - 1] != '\n') {
      throw Refusal.malformed("PAX record: its length " + length + " does not fit");
    }
    var equals = indexOf(header, '=', space + 1, (int) end - 1);
    var key = FileNames.decode(Arrays.copyOfRange(header, space + 1, equals));
    var value = Arrays.copyOfRange(header, equals + 1, (int) end - 1);
    into.add(checked(key, value));
    return (int) end;
  }

  private static PaxRecord checked(String key, byte[] value) {
    if (key.isEmpty() || key.indexOf('\0') >= 0) {
      throw Refusal.malformed("PAX record: " + Refusal.shown(key) + " is no key");
    }
    if (NAMES.contains(key) && new String(value, ISO_8859_1).indexOf('\0') >= 0) {
      throw Refusal.malformed("PAX record: NUL in " + key);
    }
    return new PaxRecord(key, value);
  }

  private static int indexOf(byte[] header, char wanted, int from, int to) {
    for (var i = from; i < to; i++) {
      if (header[i] == wanted) {
        return i;
      }
    }
    throw Refusal.malformed("PAX record: no '" + wanted + "' where one belongs");
  }
}
