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

  /// Each of these is about one package.
  private static final int LARGEST_OF_ONE = 64 * 1024;

  private static final int MOST_FILES = 10_000;
  private static final Set<String> FIELDS =
      Set.of("Package", "Version", "Architecture", "Source", "Status");

  @Override
  public void read(RootDirectory root, Findings findings) throws IOException {
    root.readFile(STATUS, LARGEST_FILE).ifPresent(content -> addAll(content, findings));
    var names = names(root);
    if (names.size() > MOST_FILES) {
      findings.note(STATUS_DIRECTORY + " has more than " + MOST_FILES + " files: not read");
      return;
    }
    for (var name : names) {
      root.readFile(STATUS_DIRECTORY + "/" + name, LARGEST_OF_ONE)
          .ifPresent(content -> addAll(content, findings));
    }
  }

  private static List<String> names(RootDirectory root) throws IOException {
    try (var directory = root.openDirectory(STATUS_DIRECTORY)) {
      return directory.entries(2 * MOST_FILES).stream()
          .map(DirectoryEntry::name)
          .filter(name -> !name.endsWith(".md5sums"))
          .toList();
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
  }

  private static void addAll(byte[] content, Findings findings) {
    FieldRecords.forEach(content, FIELDS, fields -> add(fields, findings));
  }

  private static void add(Map<String, String> fields, Findings findings) {
    var name = fields.get("Package");
    var version = fields.get("Version");
    if (name != null && version != null && isInstalled(fields)) {
      var architecture = fields.get("Architecture");
      findings.add(
          new InstalledPackage(
              PackageFormat.DEB, name, version, architecture, source(fields), null));
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
