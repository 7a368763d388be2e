package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import java.util.Set;
import java.util.stream.Collectors;

/// Pins in a table of their own.
record SqlitePinStore(Database database) implements PinStore {
  @Override
  public void replace(Set<Digest> pins) {
    database.write(
        "pinning images",
        statements -> {
          statements.execute("DELETE FROM pin");
          for (var pin : pins) {
            statements.update("INSERT INTO pin (digest) VALUES (?)", pin);
          }
          return true;
        });
  }

  @Override
  public Set<Digest> all() {
    return database.read(
        "reading pins",
        statements ->
            statements
                .list("SELECT digest FROM pin", row -> Digest.parse(row.getString(1)))
                .stream()
                .collect(Collectors.toUnmodifiableSet()));
  }
}
