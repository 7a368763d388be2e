package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The databases of all package managers in the file system of an image.
public final class PackageDatabases {
  private static final List<Database> ALL =
      List.of(new DpkgDatabase(), new ApkDatabase(), new RpmDatabase());

  private PackageDatabases() {}

  /// One package manager's.
  interface Database {
    /// Adds what it lists, and notes what cannot be read.
    ///
    /// @throws MalformedDatabaseException for a file that is not what its name says
    void read(RootDirectory root, Findings findings) throws IOException;
  }

  /// Lists what is installed below a root. A database that cannot be read is a note.
  ///
  /// @throws AgentException `StoreFailed` when the disk fails
  public static PackageList read(RootDirectory root) {
    var findings = new Findings();
    for (var database : ALL) {
      try {
        database.read(root, findings);
      } catch (MalformedDatabaseException | LinuxException e) {
        findings.note(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw failed(e);
      }
    }
    var distribution = distribution(root, findings);
    return new PackageList(distribution, findings.packages(), findings.notes());
  }

  private static @Nullable Distribution distribution(RootDirectory root, Findings findings) {
    try {
      return Distribution.of(root).orElse(null);
    } catch (LinuxException e) {
      findings.note(String.valueOf(e.getMessage()));
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
