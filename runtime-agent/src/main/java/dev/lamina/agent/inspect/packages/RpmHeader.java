package dev.lamina.agent.inspect.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header of an installed package, as rpm's database keeps it: an index of tags and their data,
/// without the eight bytes that a package file has before it. See rpm's "RPM header format".
final class RpmHeader {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int LICENSE = 1014;
  private static final int ARCHITECTURE = 1022;
  private static final int SOURCE_RPM = 1044;
  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int ENTRY = 16;
  private static final int PREFIX = 8;
  private static final int MOST_ENTRIES = 65_536;

  private final ByteBuffer data;
  private final Map<Integer, Integer> strings = new HashMap<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private RpmHeader(ByteBuffer blob, int entries) {
    data = blob.slice(PREFIX + entries * ENTRY, blob.limit() - PREFIX - entries * ENTRY);
    for (var entry = 0; entry < entries; entry++) {
      var at = PREFIX + entry * ENTRY;
      var offset = blob.getInt(at + 8);
      if (offset >= 0 && offset < data.limit()) {
        switch (blob.getInt(at + 4)) {
          case INT32 -> numbers.put(blob.getInt(at), offset);
          case STRING -> strings.put(blob.getInt(at), offset);
          default -> {}
        }
      }
    }
  }

  /// @throws MalformedDatabaseException if it is none
  static RpmHeader parse(ByteBuffer blob) throws MalformedDatabaseException {
    var bytes = blob.slice();
    var entries = bytes.limit() < PREFIX ? -1 : bytes.getInt(0);
    if (entries < 0 || entries > MOST_ENTRIES || PREFIX + entries * ENTRY > bytes.limit()) {
      throw new MalformedDatabaseException("a row of the rpm database is no header");
    }
    return new RpmHeader(bytes, entries);
  }

  /// What it says of its package, if it names one.
  Optional<InstalledPackage> describe() {
    var name = string(NAME);
    var version = string(VERSION);
    var release = string(RELEASE);
    if (name == null || version == null || release == null) {
      return Optional.empty();
    }
    var epoch = number(EPOCH);
    var full = (epoch == null ? "" : epoch + ":") + version + "-" + release;
    return Optional.of(
        new InstalledPackage(
            PackageFormat.RPM, name, full, string(ARCHITECTURE), source(name), string(LICENSE)));
  }

  /// `bash-5.2.26-3.fc40.src.rpm`, of which the name is wanted.
  private @Nullable String source(String name) {
    var file = string(SOURCE_RPM);
    if (file == null) {
      return null;
    }
    var release = file.lastIndexOf('-');
    var version = release < 0 ? -1 : file.lastIndexOf('-', release - 1);
    var source = version < 1 ? file : file.substring(0, version);
    return source.equals(name) ? null : source;
  }

  private @Nullable String string(int tag) {
    var start = strings.get(tag);
    if (start == null) {
      return null;
    }
    var end = start.intValue();
    while (end < data.limit() && data.get(end) != 0) {
      end++;
    }
    var text = StandardCharsets.UTF_8.decode(data.slice(start, end - start)).toString();
    return InstalledPackage.cut(text);
  }

  private @Nullable Long number(int tag) {
    var start = numbers.get(tag);
    return start == null || start + Integer.BYTES > data.limit()
        ? null
        : Integer.toUnsignedLong(data.getInt(start));
  }
}
