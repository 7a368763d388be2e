package dev.lamina.agent.metadata;

import static java.util.stream.Collectors.toSet;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leases in two tables: one row per lease with its owner, one per thing it holds.
final class SqliteLeaseStore implements LeaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLeaseStore.class);

  private final Database database;
  private final OwnerProcess self;
  private final Clock clock;

  SqliteLeaseStore(Database database, OwnerProcess self, Clock clock) {
    this.database = database;
    this.self = self;
    this.clock = clock;
  }

  @Override
  public Lease acquire(String purpose) {
    var id =
        database.writeUntilReboot(
            "leasing for " + purpose,
            statements ->
                statements.insert(
                    """
                    INSERT INTO lease (purpose, pid, start_ticks, boot_id, acquired_at)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    purpose,
                    self.pid(),
                    self.startTicks(),
                    self.bootId(),
                    clock.millis()));
    return new SqliteLease(id, purpose);
  }

  @Override
  public Held held() {
    return database.read("listing leases", SqliteLeaseStore::held);
  }

  @Override
  public int releaseAbandoned() {
    return database.writeUntilReboot(
        "releasing abandoned leases",
        statements -> {
          var released = 0;
          for (var lease : statements.list("SELECT * FROM lease", OpenLease::read)) {
            if (!lease.owner().isAlive()) {
              released += statements.update("DELETE FROM lease WHERE id = ?", lease.id());
            }
          }
          return released;
        });
  }

  private static Held held(Statements statements) throws SQLException {
    var leases =
        statements.list("SELECT * FROM lease", OpenLease::read).stream()
            .filter(lease -> lease.owner().isAlive())
            .toList();
    var ids = leases.stream().map(OpenLease::id).collect(toSet());
    var holds =
        statements.list("SELECT * FROM held", Hold::read).stream()
            .filter(hold -> ids.contains(hold.lease()))
            .toList();
    return new Held(
        targets(holds, Kind.BLOB, Digest::parse),
        targets(holds, Kind.SNAPSHOT, ChainId::parse),
        targets(holds, Kind.ACTIVE, Function.identity()),
        leases.stream().map(OpenLease::acquiredAt).min(Comparator.naturalOrder()));
  }

  private static <T> Set<T> targets(List<Hold> holds, Kind kind, Function<String, T> parser) {
    return holds.stream()
        .filter(hold -> hold.kind() == kind)
        .map(hold -> parser.apply(hold.target()))
        .collect(toSet());
  }

  private static OwnerProcess owner(ResultSet row) throws SQLException {
    return new OwnerProcess(
        row.getLong("pid"), row.getLong("start_ticks"), row.getString("boot_id"));
  }

  private enum Kind {
    BLOB,
    SNAPSHOT,
    ACTIVE
  }

  private record OpenLease(long id, OwnerProcess owner, Instant acquiredAt) {
    static OpenLease read(ResultSet row) throws SQLException {
      return new OpenLease(
          row.getLong("id"),
          SqliteLeaseStore.owner(row),
          Instant.ofEpochMilli(row.getLong("acquired_at")));
    }
  }

  private record Hold(long lease, Kind kind, String target) {
    static Hold read(ResultSet row) throws SQLException {
      return new Hold(
          row.getLong("lease"), Kind.valueOf(row.getString("kind")), row.getString("target"));
    }
  }

  private final class SqliteLease implements Lease {
    private final long id;
    private final String purpose;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    SqliteLease(long id, String purpose) {
      this.id = id;
      this.purpose = purpose;
    }

    @Override
    public void hold(Digest blob) {
      hold(Kind.BLOB, blob.toString());
    }

    @Override
    public void hold(ChainId snapshot) {
      hold(Kind.SNAPSHOT, snapshot.toString());
    }

    @Override
    public void holdActive(String key) {
      hold(Kind.ACTIVE, key);
    }

    /// The work the lease was for is done, so a failure here is no failure of that work: the lease
    /// goes when this process ends.
    @Override
    public void close() {
      if (isClosed.compareAndSet(false, true)) {
        try {
          database.writeUntilReboot(
              "releasing the lease of " + purpose,
              statements -> statements.update("DELETE FROM lease WHERE id = ?", id));
        } catch (AgentException e) {
          LOG.warn("the lease of {} stays until this process ends: {}", purpose, e.getMessage());
        }
      }
    }

    @Override
    public void hold(Collection<Digest> blobs, Collection<ChainId> snapshots) {
      database.writeUntilReboot(
          "leasing " + (blobs.size() + snapshots.size()) + " things for " + purpose,
          statements -> {
            for (var blob : blobs) {
              insert(statements, Kind.BLOB, blob.toString());
            }
            for (var snapshot : snapshots) {
              insert(statements, Kind.SNAPSHOT, snapshot.toString());
            }
            return id;
          });
    }

    private void hold(Kind kind, String target) {
      database.writeUntilReboot(
          "leasing " + target + " for " + purpose, statements -> insert(statements, kind, target));
    }

    private int insert(Statements statements, Kind kind, String target) throws SQLException {
      return statements.update(
          "INSERT OR IGNORE INTO held (lease, kind, target) VALUES (?, ?, ?)", id, kind, target);
    }
  }
}
