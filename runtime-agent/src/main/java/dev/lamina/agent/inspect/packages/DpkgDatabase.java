package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.inspect.packages.PackageDatabases.Database;
import dev.lamina.agent.linux.DirectoryEntry;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// dpkg's `status`, and the files of `status.d` that distroless images have in its place. See
/// deb-control(5).
final class DpkgDatabase implements Database {
  private static final String STATUS = "/var/lib/dpkg/status";
  private static final String STATUS_DIRECTORY = "/var/lib/dpkg/status.d";
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  private static final int MOST_FILES = 10_000;
  private static final Set<String> FIELDS =
      Set.of("Package", "Version", "Architecture", "Source", "Status");

  @Override
  public void read(RootDirectory root, List<InstalledPackage> packages, List<String> notes)
      throws IOException {
    root.readFile(STATUS, LARGEST_FILE).ifPresent(content -> add(content, packages));
    for (var name : names(root)) {
      root.readFile(STATUS_DIRECTORY + "/" + name, LARGEST_FILE)
          .ifPresent(content -> add(content, packages));
    }
  }

  private static List<String> names(RootDirectory root) throws IOException {
    try (var directory = root.openDirectory(STATUS_DIRECTORY)) {
      return directory.entries().stream()
          .map(DirectoryEntry::name)
          .filter(name -> !name.endsWith(".md5sums"))
          .limit(MOST_FILES)
          .toList();
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
  }

  private static void add(byte[] content, List<InstalledPackage> packages) {
    for (var fields : FieldRecords.parse(content, FIELDS)) {
      var name = fields.get("Package");
      var version = fields.get("Version");
      if (name != null && version != null && isInstalled(fields)) {
        packages.add(
            new InstalledPackage(
                PackageFormat.DEB,
                name,
                version,
                fields.get("Architecture"),
                source(fields),
                null));
      }
    }
  }

  /// `install ok installed`; what is removed may have left its configuration.
  private static boolean isInstalled(Map<String, String> fields) {
    var status = fields.get("Status");
    return status == null || status.endsWith(" installed");
  }

  /// `glibc (2.36-9)` names the version too where it differs.
  private static @Nullable String source(Map<String, String> fields) {
    var source = fields.get("Source");
    return source == null ? null : source.split(" ", 2)[0];
  }
}
