package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Optional;

final class SqliteContainerStore implements ContainerStore {
  private static final Statements.RowReader<StoredContainer> CONTAINER =
      row ->
          new StoredContainer(
              row.getString("id"),
              new Tenant(row.getString("tenant")),
              row.getString("name"),
              Digest.parse(row.getString("image_id")),
              row.getString("snapshot"),
              List.of(RecordJson.read(row.getString("mounted"), MountedImage[].class)),
              row.getString("record"));

  private final Database database;

  SqliteContainerStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(StoredContainer container) {
    database.write(
        "recording container " + container.name(),
        statements -> {
          statements
              .first(
                  "SELECT * FROM container WHERE tenant = ? AND name = ? AND id <> ?",
                  CONTAINER,
                  container.tenant(),
                  container.name(),
                  container.id())
              .ifPresent(SqliteContainerStore::refuse);
          return statements.update(
              """
              INSERT OR REPLACE INTO container (id, tenant, name, image_id, snapshot, mounted, record)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """,
              container.id(),
              container.tenant(),
              container.name(),
              container.imageId(),
              container.snapshot(),
              RecordJson.write(container.mounted()),
              container.record());
        });
  }

  @Override
  public Optional<StoredContainer> find(String id) {
    return database.read(
        "reading container " + id,
        statements -> statements.first("SELECT * FROM container WHERE id = ?", CONTAINER, id));
  }

  @Override
  public List<StoredContainer> list() {
    return database.read(
        "listing containers",
        statements -> statements.list("SELECT * FROM container ORDER BY id", CONTAINER));
  }

  @Override
  public void remove(String id) {
    database.write(
        "forgetting container " + id,
        statements -> statements.update("DELETE FROM container WHERE id = ?", id));
  }

  private static void refuse(StoredContainer other) {
    throw new AgentException(
        FailureReason.AlreadyExists,
        "container name '" + other.name() + "' is taken by " + other.id());
  }
}
