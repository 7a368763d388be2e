package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

final class SqliteBuildCache implements BuildCache {
  private static final Statements.RowReader<CachedLayer> LAYER =
      row -> RecordJson.read(row.getString("record"), CachedLayer.class);

  private final Database database;
  private final Clock clock;

  SqliteBuildCache(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<CachedLayer> find(Tenant tenant, Digest key) {
    return database.read(
        "reading the build cache",
        statements ->
            statements.first(
                "SELECT record FROM build_cache WHERE tenant = ? AND key = ?", LAYER, tenant, key));
  }

  @Override
  public void put(Tenant tenant, Digest key, CachedLayer layer) {
    var now = clock.millis();
    database.write(
        "writing the build cache",
        statements ->
            statements.update(
                """
                INSERT OR REPLACE INTO build_cache (tenant, key, record, cached_at, used_at)
                VALUES (?, ?, ?, ?, ?)
                """,
                tenant,
                key,
                RecordJson.write(layer),
                now,
                now));
  }

  @Override
  public List<CachedLayer> all() {
    return database.read(
        "reading the build cache",
        statements -> statements.list("SELECT record FROM build_cache", LAYER));
  }

  @Override
  public List<Entry> entries() {
    return database.read(
        "reading the build cache",
        statements ->
            statements.list(
                "SELECT * FROM build_cache ORDER BY used_at, cached_at", SqliteBuildCache::entry));
  }

  @Override
  public void use(Tenant tenant, Collection<Digest> keys) {
    if (keys.isEmpty()) {
      return;
    }
    var now = clock.millis();
    database.writeUntilReboot(
        "noting the use of the build cache",
        statements -> {
          var used = 0;
          for (var key : keys) {
            used +=
                statements.update(
                    "UPDATE build_cache SET used_at = ? WHERE tenant = ? AND key = ?",
                    now,
                    tenant,
                    key);
          }
          return used;
        });
  }

  @Override
  public void remove(Collection<Entry> entries) {
    database.write(
        "shrinking the build cache",
        statements -> {
          var removed = 0;
          for (var entry : entries) {
            removed +=
                statements.update(
                    "DELETE FROM build_cache WHERE tenant = ? AND key = ?",
                    entry.tenant(),
                    entry.key());
          }
          return removed;
        });
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new Tenant(row.getString("tenant")),
        Digest.parse(row.getString("key")),
        RecordJson.read(row.getString("record"), CachedLayer.class),
        Instant.ofEpochMilli(row.getLong("cached_at")),
        Instant.ofEpochMilli(row.getLong("used_at")));
  }
}
