package dev.lamina.agent.metadata;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images in two tables: one row per tenant and manifest, and one per name.
final class SqliteImageStore implements ImageStore {
  private static final Statements.RowReader<StoredImage> IMAGE =
      row -> RecordJson.read(row.getString("record"), StoredImage.class);

  private final Database database;

  SqliteImageStore(Database database) {
    this.database = database;
  }

  @Override
  public void tag(Tenant tenant, Reference name, StoredImage image) {
    database.write(
        "tagging " + name,
        statements -> {
          store(statements, tenant, image);
          return statements.update(
              """
              INSERT INTO image_name (tenant, name, manifest) VALUES (?, ?, ?)
              ON CONFLICT DO UPDATE SET manifest = excluded.manifest
              """,
              tenant,
              name,
              image.digest());
        });
  }

  @Override
  public void put(Tenant tenant, StoredImage image) {
    database.write(
        "storing image " + image.digest(), statements -> store(statements, tenant, image));
  }

  @Override
  public Optional<StoredImage> find(Tenant tenant, String name) {
    return database.read(
        "looking up image " + name,
        statements -> new ImageLookup(statements, tenant, IMAGE).image(name));
  }

  @Override
  public Optional<Reference> findName(Tenant tenant, String name) {
    return database.read(
        "looking up image " + name,
        statements -> new ImageLookup(statements, tenant, IMAGE).name(name));
  }

  @Override
  public List<NamedImage> list(Tenant tenant) {
    return database.read(
        "listing images",
        statements -> {
          var names = names(statements, tenant);
          return statements.list(
              """
              SELECT record FROM image WHERE tenant = ?
              ORDER BY created_at DESC, stored_at DESC, manifest
              """,
              row -> named(IMAGE.read(row), names),
              tenant);
        });
  }

  @Override
  public List<Tenant> tenants() {
    return database.read(
        "listing tenants",
        statements ->
            statements.list(
                "SELECT DISTINCT tenant FROM image ORDER BY tenant",
                row -> new Tenant(row.getString(1))));
  }

  @Override
  public List<StoredImage> all() {
    return database.read(
        "listing images", statements -> statements.list("SELECT record FROM image", IMAGE));
  }

  @Override
  public boolean untag(Tenant tenant, Reference name) {
    return database.write(
        "untagging " + name,
        statements ->
            statements.update("DELETE FROM image_name WHERE tenant = ? AND name = ?", tenant, name)
                > 0);
  }

  @Override
  public void remove(Tenant tenant, Digest manifest) {
    database.write(
        "removing image " + manifest,
        statements ->
            statements.update(
                "DELETE FROM image WHERE tenant = ? AND manifest = ?", tenant, manifest));
  }

  private static int store(Statements statements, Tenant tenant, StoredImage image)
      throws SQLException {
    return statements.update(
        """
        INSERT INTO image (tenant, manifest, image_id, created_at, stored_at, record)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET stored_at = excluded.stored_at, record = excluded.record
        """,
        tenant,
        image.digest(),
        image.imageId(),
        image.createdAt().toEpochMilli(),
        image.storedAt().toEpochMilli(),
        RecordJson.write(image));
  }

  private static Map<Digest, List<Reference>> names(Statements statements, Tenant tenant)
      throws SQLException {
    return statements
        .list(
            "SELECT manifest, name FROM image_name WHERE tenant = ? ORDER BY name",
            Name::read,
            tenant)
        .stream()
        .collect(groupingBy(Name::manifest, mapping(Name::name, toList())));
  }

  private static NamedImage named(StoredImage image, Map<Digest, List<Reference>> names) {
    return new NamedImage(image, names.getOrDefault(image.digest(), List.of()));
  }

  private record Name(Digest manifest, Reference name) {
    static Name read(ResultSet row) throws SQLException {
      return new Name(
          Digest.parse(row.getString("manifest")), Reference.parse(row.getString("name")));
    }
  }
}
