package dev.lamina.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyFileTest {
  @TempDir private Path state;

  @Test
  void keysSurviveARestart() {
    var first = SealingKeyFile.loadOrCreate(state);

    assertEquals(first.toText(), SealingKeyFile.loadOrCreate(state).toText());
  }

  @Test
  void everyNodeHasItsOwnKeys() throws IOException {
    var other = Files.createDirectory(state.resolve("other"));

    assertNotEquals(
        SealingKeyFile.loadOrCreate(state).keyId(), SealingKeyFile.loadOrCreate(other).keyId());
  }

  @Test
  void nobodyElseCanReadThem() throws IOException {
    SealingKeyFile.loadOrCreate(state);

    var permissions = Files.getPosixFilePermissions(state.resolve("sealing.key"));
    assertEquals("rw-------", PosixFilePermissions.toString(permissions));
  }

  @Test
  void aStartThatWasCutShortIsBegunAgain() throws IOException {
    Files.writeString(state.resolve("sealing.key.new"), "half");

    var keys = SealingKeyFile.loadOrCreate(state);

    assertEquals(keys.keyId(), SealingKeyFile.loadOrCreate(state).keyId());
  }

  @Test
  void aDamagedFileIsNotReplaced() throws IOException {
    var file = Files.writeString(state.resolve("sealing.key"), "damaged");

    var failure = assertThrows(AgentException.class, () -> SealingKeyFile.loadOrCreate(state));

    assertEquals(FailureReason.StoreFailed, failure.reason());
    assertEquals("damaged", Files.readString(file));
  }
}
