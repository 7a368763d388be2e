package dev.lamina.agent.inspect.packages;

import dev.lamina.agent.inspect.packages.PackageDatabases.Database;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// rpm's database in its form of today, an SQLite file whose table `Packages` has a header per
/// package. The forms before it, Berkeley DB and ndb, are noted and not read.
final class RpmDatabase implements Database {
  private static final List<String> DIRECTORIES =
      List.of("/usr/lib/sysimage/rpm/", "/var/lib/rpm/", "/usr/share/rpm/");
  private static final List<String> OLDER = List.of("Packages", "Packages.db");
  private static final String FILE = "rpmdb.sqlite";
  private static final String TABLE = "Packages";

  /// A key that signs packages is kept as if it were one.
  private static final String KEY = "gpg-pubkey";

  @Override
  public void read(RootDirectory root, Findings findings) throws IOException {
    for (var directory : DIRECTORIES) {
      if (root.find(directory + FILE).isPresent()) {
        readFile(root, directory + FILE, findings);
        return;
      }
      for (var older : OLDER) {
        if (root.find(directory + older).isPresent()) {
          findings.note("the rpm database " + directory + older + " has an older form: not read");
          return;
        }
      }
    }
  }

  private static void readFile(RootDirectory root, String path, Findings findings)
      throws IOException {
    if (root.find(path + "-wal").filter(log -> log.size() > 0).isPresent()) {
      findings.note(path + " was not closed: what is in its log is not read");
    }
    try (var file = root.openFile(path)) {
      var database = SqliteFile.open(file);
      new SqliteTable(database, rootPage(database))
          .forEach(row -> {
            var header = row.blob(1);
            if (header.isPresent()) {
              RpmHeader.parse(header.get())
                  .describe()
                  .filter(each -> !each.name().equals(KEY))
                  .ifPresent(findings::add);
            }
          });
    } catch (MalformedDatabaseException e) {
      findings.note(path + ": " + e.getMessage());
    } catch (LinuxException e) {
      findings.note(String.valueOf(e.getMessage()));
    }
  }

  /// The schema is a table too: type, name, table, root page, statement.
  private static long rootPage(SqliteFile database) throws IOException {
    var pages = new ArrayList<Long>();
    new SqliteTable(database, SqliteTable.SCHEMA_PAGE)
        .forEach(row -> {
          if (row.text(0).filter("table"::equals).isPresent()
              && row.text(1).filter(TABLE::equals).isPresent()) {
            row.number(3).ifPresent(pages::add);
          }
        });
    if (pages.isEmpty()) {
      throw SqliteFile.malformed("it has no table " + TABLE);
    }
    return pages.getFirst();
  }
}
