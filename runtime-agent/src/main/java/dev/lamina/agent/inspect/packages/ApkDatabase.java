package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.inspect.packages.PackageDatabases.Database;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database of Alpine's apk. See apk-installed-db(5).
final class ApkDatabase implements Database {
  private static final List<String> FILES =
      List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  private static final Set<String> FIELDS = Set.of("P", "V", "A", "o", "L");

  @Override
  public void read(RootDirectory root, Findings findings) throws IOException {
    for (var file : FILES) {
      var content = root.readFile(file, LARGEST_FILE);
      if (content.isPresent()) {
        FieldRecords.forEach(content.get(), FIELDS, fields -> add(fields, findings));
        return;
      }
    }
  }

  private static void add(Map<String, String> fields, Findings findings) {
    var name = fields.get("P");
    var version = fields.get("V");
    if (name != null && version != null) {
      findings.add(
          new InstalledPackage(
              PackageFormat.APK,
              name,
              version,
              fields.get("A"),
              origin(name, fields),
              fields.get("L")));
    }
  }

  private static @Nullable String origin(String name, Map<String, String> fields) {
    var origin = fields.get("o");
    return name.equals(origin) ? null : origin;
  }
}
