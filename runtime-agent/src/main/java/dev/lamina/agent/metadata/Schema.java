package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.sql.SQLException;

/// The tables, and their version in SQLite's `user_version`.
///
/// A file of a newer version is refused and left as it is: an older agent cannot know what the new
/// fields keep alive.
final class Schema {
  static final int VERSION = 5;

  private static final String TABLES =
      """
      CREATE TABLE image (
        tenant TEXT NOT NULL,
        manifest TEXT NOT NULL,
        image_id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        stored_at INTEGER NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (tenant, manifest)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX image_by_id ON image (tenant, image_id);
      CREATE TABLE image_name (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        manifest TEXT NOT NULL,
        PRIMARY KEY (tenant, name),
        FOREIGN KEY (tenant, manifest) REFERENCES image ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX image_name_by_manifest ON image_name (tenant, manifest);
      CREATE TABLE lease (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purpose TEXT NOT NULL,
        pid INTEGER NOT NULL,
        start_ticks INTEGER NOT NULL,
        boot_id TEXT NOT NULL,
        acquired_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE held (
        lease INTEGER NOT NULL REFERENCES lease ON DELETE CASCADE,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        PRIMARY KEY (lease, kind, target)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE build_cache (
        tenant TEXT NOT NULL,
        key TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (tenant, key)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE container (
        id TEXT PRIMARY KEY,
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        image_id TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (tenant, name)
      ) STRICT;
      CREATE TABLE journal (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        record TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      """;

  /// What version 2 has more than version 1.
  private static final String PINS =
      """
      CREATE TABLE pin (
        digest TEXT PRIMARY KEY
      ) STRICT, WITHOUT ROWID;
      """;

  /// What version 3 has more than version 2; what is there counts as used just now.
  private static final String TIMES_OF_CACHE =
      """
      ALTER TABLE build_cache ADD COLUMN cached_at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE build_cache ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
      UPDATE build_cache SET
        cached_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000,
        used_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
      """;

  /// What version 4 has more than version 3.
  private static final String FAILED_STEPS =
      """
      CREATE TABLE failed_step (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        task TEXT NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (tenant, name)
      ) STRICT, WITHOUT ROWID;
      """;

  /// What version 5 has more than version 4.
  private static final String MOUNTED_IMAGES =
      "ALTER TABLE container ADD COLUMN mounted TEXT NOT NULL DEFAULT '[]'";

  private Schema() {}

  /// Makes the tables in a new file, adds what an older one lacks, and accepts a file of this
  /// version.
  ///
  /// @throws AgentException `StoreFailed` for a file of another version
  static void prepare(Database database, Path file) {
    var found = database.read("reading the version", Schema::version);
    if (found >= 0 && found < VERSION) {
      database.write("creating the tables", Schema::bringUpToDate);
    } else if (found != VERSION) {
      throw new AgentException(
          FailureReason.StoreFailed,
          String.format(
              "%s has schema version %d and this agent knows %d only: start the agent that wrote"
                  + " it, or a newer one",
              file, found, VERSION));
    }
  }

  /// Another process may have been faster.
  private static int bringUpToDate(Statements statements) throws SQLException {
    var found = version(statements);
    if (found == 0) {
      statements.execute(TABLES);
    }
    if (found < 2) {
      statements.execute(PINS);
    }
    if (found < 3) {
      statements.execute(TIMES_OF_CACHE);
    }
    if (found < 4) {
      statements.execute(FAILED_STEPS);
    }
    if (found < VERSION) {
      statements.execute(MOUNTED_IMAGES);
      statements.execute("PRAGMA user_version=" + VERSION);
    }
    return VERSION;
  }

  private static int version(Statements statements) throws SQLException {
    return statements.first("PRAGMA user_version", row -> row.getInt(1)).orElseThrow();
  }
}
