package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// One connection to the file, used by one thread at a time in the order in which they come, and
/// the translation of its failures.
///
/// Transactions of one thread nest: the inner one becomes part of the outer one.
final class Database implements AutoCloseable {
  /// How long a change waits for the change of another process.
  private static final int BUSY_MILLIS = 60_000;

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int JOURNAL_LIMIT = 4 * 1024 * 1024;

  private final Path file;
  private final Connection connection;
  private final Statements statements;
  private final ReentrantLock lock = new ReentrantLock(true);

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.statements = new Statements(connection);
  }

  static Database open(Path file) {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
    while (true) {
      try {
        return new Database(file, connect(file));
      } catch (SQLException e) {
        if (!isBusy(e) || System.nanoTime() > deadline) {
          throw failed("opening", file, e);
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  private static Connection connect(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setJournalSizeLimit(JOURNAL_LIMIT);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /// The first of several openers puts the file into WAL mode, and those that come meanwhile are
  /// refused at once, whatever time they have: SQLite asks no busy handler there
  /// (sqlite.org/c3ref/busy_handler.html).
  private static boolean isBusy(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private static int primaryCode(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  /// Reads in one consistent view.
  <T> T read(String doing, Work<T> work) {
    return locked(doing, () -> isNested() ? work.run(statements) : inTransaction("BEGIN", work));
  }

  /// Changes records; on disk when this returns.
  <T> T write(String doing, Work<T> work) {
    return locked(
        doing, () -> isNested() ? work.run(statements) : inTransaction("BEGIN IMMEDIATE", work));
  }

  /// Changes records that mean nothing after a reboot: survives this process, not a power cut.
  <T> T writeUntilReboot(String doing, Work<T> work) {
    return locked(
        doing,
        () -> {
          if (isNested()) {
            return work.run(statements);
          }
          statements.execute("PRAGMA synchronous=NORMAL");
          try {
            return inTransaction("BEGIN IMMEDIATE", work);
          } finally {
            statements.execute("PRAGMA synchronous=FULL");
          }
        });
  }

  @Override
  public void close() {
    locked(
        "closing",
        () -> {
          connection.close();
          return true;
        });
  }

  private boolean isNested() {
    return lock.getHoldCount() > 1;
  }

  private <T> T inTransaction(String begin, Work<T> work) throws SQLException {
    statements.execute(begin);
    try {
      var result = work.run(statements);
      statements.execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(e);
      throw e;
    }
  }

  /// SQLite has rolled back by itself after some failures, a full disk for one.
  private void rollback(Throwable failure) {
    try {
      statements.execute("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private <T> T locked(String doing, Step<T> step) {
    lock.lock();
    try {
      return step.run();
    } catch (SQLException e) {
      throw failed(doing, file, e);
    } finally {
      lock.unlock();
    }
  }

  private static AgentException failed(String doing, Path file, SQLException e) {
    var reason =
        primaryCode(e) == SQLiteErrorCode.SQLITE_FULL.code
            ? FailureReason.NoSpace
            : FailureReason.StoreFailed;
    return new AgentException(reason, doing + " in " + file + ": " + e.getMessage(), e);
  }

  /// What is done inside a transaction.
  interface Work<T> {
    T run(Statements statements) throws SQLException;
  }

  private interface Step<T> {
    T run() throws SQLException;
  }
}
