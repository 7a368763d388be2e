package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The databases of all package managers in the file system of an image.
public final class PackageDatabases {
  private static final int MOST_PACKAGES = 50_000;
  private static final Comparator<InstalledPackage> ORDER =
      Comparator.comparing(InstalledPackage::format)
          .thenComparing(InstalledPackage::name)
          .thenComparing(InstalledPackage::version);

  private static final List<Database> ALL =
      List.of(new DpkgDatabase(), new ApkDatabase(), new RpmDatabase());

  private PackageDatabases() {}

  /// One package manager's.
  interface Database {
    /// Adds what it lists, and notes what cannot be read.
    ///
    /// @throws MalformedDatabaseException for a file that is not what its name says
    void read(RootDirectory root, List<InstalledPackage> packages, List<String> notes)
        throws IOException;
  }

  /// Lists what is installed below a root. A database that cannot be read is a note.
  ///
  /// @throws AgentException `StoreFailed` when the disk fails
  public static PackageList read(RootDirectory root) {
    var packages = new ArrayList<InstalledPackage>();
    var notes = new ArrayList<String>();
    for (var database : ALL) {
      try {
        database.read(root, packages, notes);
      } catch (MalformedDatabaseException | LinuxException e) {
        notes.add(e.getMessage());
      } catch (IOException e) {
        throw failed(e);
      }
    }
    if (packages.size() > MOST_PACKAGES) {
      notes.add("only %d of %d packages are listed".formatted(MOST_PACKAGES, packages.size()));
    }
    var listed = packages.stream().sorted(ORDER).limit(MOST_PACKAGES).toList();
    return new PackageList(distribution(root, notes), listed, notes);
  }

  private static @Nullable Distribution distribution(RootDirectory root, List<String> notes) {
    try {
      return Distribution.of(root).orElse(null);
    } catch (LinuxException e) {
      notes.add(e.getMessage());
      return null;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static AgentException failed(IOException e) {
    return new AgentException(
        FailureReason.StoreFailed, "reading the packages of an image: " + e.getMessage(), e);
  }
}
