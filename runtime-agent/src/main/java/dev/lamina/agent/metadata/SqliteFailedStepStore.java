package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Failed steps in a table of their own.
record SqliteFailedStepStore(Database database) implements FailedStepStore {
  @Override
  public void put(FailedStep step) {
    database.write(
        "keeping a failed step",
        statements ->
            statements.update(
                """
                INSERT OR REPLACE INTO failed_step (tenant, name, task, until)
                VALUES (?, ?, ?, ?)
                """,
                step.tenant(),
                step.name(),
                step.task(),
                step.until().toEpochMilli()));
  }

  @Override
  public List<FailedStep> all() {
    return database.read(
        "reading failed steps",
        statements ->
            statements.list("SELECT * FROM failed_step", SqliteFailedStepStore::failedStep));
  }

  @Override
  public void remove(FailedStep step) {
    database.write(
        "forgetting a failed step",
        statements ->
            statements.update(
                "DELETE FROM failed_step WHERE tenant = ? AND name = ?",
                step.tenant(),
                step.name()));
  }

  private static FailedStep failedStep(ResultSet row) throws SQLException {
    return new FailedStep(
        new Tenant(row.getString("tenant")),
        Reference.parse(row.getString("name")),
        row.getString("task"),
        Instant.ofEpochMilli(row.getLong("until")));
  }
}
