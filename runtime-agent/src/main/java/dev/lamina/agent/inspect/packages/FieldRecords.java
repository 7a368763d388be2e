package dev.lamina.agent.inspect.packages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Records of `Key: value` lines, set apart by empty lines: deb-control(5) and apk's database.
/// Lines that go on with the value before start with white space and are left out.
final class FieldRecords {
  private FieldRecords() {}

  /// @param keys the only fields that are kept
  static List<Map<String, String>> parse(byte[] content, Set<String> keys) {
    var records = new ArrayList<Map<String, String>>();
    var current = new HashMap<String, String>();
    var lines = new String(content, StandardCharsets.UTF_8).lines().iterator();
    while (lines.hasNext()) {
      var line = lines.next();
      var colon = line.indexOf(':');
      if (line.isBlank()) {
        add(records, current);
        current = new HashMap<>();
      } else if (colon > 0 && keys.contains(line.substring(0, colon))) {
        var value = InstalledPackage.cut(line.substring(colon + 1).strip());
        if (value != null) {
          current.put(line.substring(0, colon), value);
        }
      }
    }
    add(records, current);
    return records;
  }

  private static void add(List<Map<String, String>> records, Map<String, String> complete) {
    if (!complete.isEmpty()) {
      records.add(complete);
    }
  }
}
