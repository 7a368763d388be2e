package dev.lamina.agent.inspect.packages;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Records of `Key: value` lines, set apart by empty lines: deb-control(5) and apk's database.
/// Lines that go on with the value before start with white space and are left out.
final class FieldRecords {
  private FieldRecords() {}

  /// Gives one record after the other; the map is the reader's until it returns.
  ///
  /// @param keys the only fields that are kept
  static void forEach(byte[] content, Set<String> keys, Consumer<Map<String, String>> reader) {
    var current = new HashMap<String, String>();
    var lines = new String(content, StandardCharsets.UTF_8).lines().iterator();
    while (lines.hasNext()) {
      var line = lines.next();
      var colon = line.indexOf(':');
      if (line.isBlank()) {
        give(current, reader);
      } else if (colon > 0 && keys.contains(line.substring(0, colon))) {
        var value = InstalledPackage.cut(line.substring(colon + 1).strip());
        if (value != null) {
          current.put(line.substring(0, colon), value);
        }
      }
    }
    give(current, reader);
  }

  private static void give(Map<String, String> complete, Consumer<Map<String, String>> reader) {
    if (!complete.isEmpty()) {
      reader.accept(complete);
      complete.clear();
    }
  }
}
