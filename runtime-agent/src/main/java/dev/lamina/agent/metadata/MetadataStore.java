package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The one metadata file of a store, and the views of it.
///
/// Safe for several threads and several processes. Every method of every view may fail with an
/// [AgentException] that names the file: `NoSpace`, or `StoreFailed` for anything else of the disk.
public final class MetadataStore implements AutoCloseable {
  private static final String FILE = "metadata.db";

  private final Database database;
  private final ImageStore images;
  private final LeaseStore leases;
  private final BuildCache buildCache;
  private final ContainerStore containers;
  private final Journal journal;
  private final PinStore pins;
  private final FailedStepStore failedSteps;

  private MetadataStore(Database database, Clock clock) {
    this.database = database;
    images = new SqliteImageStore(database);
    leases = new SqliteLeaseStore(database, OwnerProcess.current(), clock);
    buildCache = new SqliteBuildCache(database, clock);
    containers = new SqliteContainerStore(database);
    journal = new SqliteJournal(database);
    pins = new SqlitePinStore(database);
    failedSteps = new SqliteFailedStepStore(database);
  }

  /// Opens the store in `directory`, which is made when it is not there.
  ///
  /// @param libraryDirectory where SQLite's native library may be unpacked; where that is mounted
  ///   without the right to execute, `directory` serves
  /// @throws AgentException `StoreFailed` also when a newer agent wrote the file
  public static MetadataStore open(Path directory, Path libraryDirectory, Clock clock) {
    makePrivate(directory);
    NativeLibrary.load(libraryDirectory, directory);
    var file = directory.resolve(FILE);
    var database = Database.open(file);
    try {
      Schema.prepare(database, file);
      return new MetadataStore(database, clock);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public ImageStore images() {
    return images;
  }

  public LeaseStore leases() {
    return leases;
  }

  public BuildCache buildCache() {
    return buildCache;
  }

  public ContainerStore containers() {
    return containers;
  }

  public Journal journal() {
    return journal;
  }

  public PinStore pins() {
    return pins;
  }

  public FailedStepStore failedSteps() {
    return failedSteps;
  }

  /// A number that is another one whenever a record has changed, through this object or by another
  /// process; cheap to ask for.
  public long changes() {
    return database.read(
        "looking for changes",
        statements ->
            statements.first("SELECT total_changes()", row -> row.getLong(1)).orElseThrow()
                + statements.first("PRAGMA data_version", row -> row.getLong(1)).orElseThrow());
  }

  /// What is wrong with the file, one line each; nothing when it is whole. Reads all of it.
  public List<String> check() {
    return database.read(
        "checking",
        statements -> {
          var problems =
              new ArrayList<>(
                  statements.list("PRAGMA integrity_check(100)", row -> row.getString(1)));
          problems.remove("ok");
          statements
              .list("PRAGMA foreign_key_check", row -> row.getString(1))
              .forEach(table -> problems.add("a row of " + table + " refers to nothing"));
          return List.copyOf(problems);
        });
  }

  /// Makes the indexes anew from the tables.
  public void reindex() {
    database.write(
        "reindexing",
        statements -> {
          statements.execute("REINDEX");
          return true;
        });
  }

  /// Runs `work` while nobody else, in this process or another, can change any record: no image, no
  /// lease, no container comes or goes. Keep it short; everybody who takes a lease waits.
  ///
  /// What `work` changes itself, it changes in one transaction.
  public <T> T frozen(Supplier<T> work) {
    return database.write("changing records", statements -> work.get());
  }

  @Override
  public void close() {
    database.close();
  }

  private static void makePrivate(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "making the directory " + directory + ": " + e, e);
    }
  }
}
