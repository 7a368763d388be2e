package dev.lamina.agent.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class SqliteJournal implements Journal {
  private static final Statements.RowReader<Entry> ENTRY =
      row ->
          new Entry(
              row.getString("id"),
              row.getString("state"),
              row.getString("record"),
              Instant.ofEpochMilli(row.getLong("updated_at")));

  private final Database database;

  SqliteJournal(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Entry> find(String id) {
    return database.read(
        "reading assignment " + id,
        statements -> statements.first("SELECT * FROM journal WHERE id = ?", ENTRY, id));
  }

  @Override
  public void put(Entry entry) {
    database.write(
        "recording assignment " + entry.id(),
        statements ->
            statements.update(
                """
                INSERT OR REPLACE INTO journal (id, state, record, updated_at) VALUES (?, ?, ?, ?)
                """,
                entry.id(),
                entry.state(),
                entry.record(),
                entry.updatedAt().toEpochMilli()));
  }

  @Override
  public List<Entry> all() {
    return database.read(
        "reading the journal",
        statements -> statements.list("SELECT * FROM journal ORDER BY updated_at, id", ENTRY));
  }

  @Override
  public void forgetFinishedBefore(Instant limit) {
    database.write(
        "forgetting finished assignments",
        statements ->
            statements.update(
                "DELETE FROM journal WHERE state <> 'Running' AND updated_at < ?",
                limit.toEpochMilli()));
  }
}
