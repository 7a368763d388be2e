package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import java.util.List;
import java.util.Optional;

final class SqliteBuildCache implements BuildCache {
  private static final Statements.RowReader<CachedLayer> LAYER =
      row -> RecordJson.read(row.getString("record"), CachedLayer.class);

  private final Database database;

  SqliteBuildCache(Database database) {
    this.database = database;
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
    database.write(
        "writing the build cache",
        statements ->
            statements.update(
                "INSERT OR REPLACE INTO build_cache (tenant, key, record) VALUES (?, ?, ?)",
                tenant,
                key,
                RecordJson.write(layer)));
  }

  @Override
  public List<CachedLayer> all() {
    return database.read(
        "reading the build cache",
        statements -> statements.list("SELECT record FROM build_cache", LAYER));
  }

  @Override
  public List<CachedLayer> list(Tenant tenant) {
    return database.read(
        "reading the build cache",
        statements ->
            statements.list("SELECT record FROM build_cache WHERE tenant = ?", LAYER, tenant));
  }

  @Override
  public void removeAll(Tenant tenant) {
    database.write(
        "clearing the build cache",
        statements -> statements.update("DELETE FROM build_cache WHERE tenant = ?", tenant));
  }
}
