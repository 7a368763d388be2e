package dev.lamina.standalone.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @TempDir private Path directory;

  private Tokens tokens() {
    return Tokens.at(directory.resolve("tokens.json"));
  }

  @Test
  void staysTheSameAndIsForTheOwnerOnly() throws IOException {
    var first = tokens();
    assertEquals(first.of(Account.ADMIN), tokens().of(Account.ADMIN));
    assertNotEquals(first.of(Account.ADMIN), first.of(Account.AGENT));
    var mode = Files.getPosixFilePermissions(directory.resolve("tokens.json"));
    assertEquals("rw-------", PosixFilePermissions.toString(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"admin\": \"secret\"}", "[]"})
  void damagedFileLetsNobodyIn(String content) throws IOException {
    Files.writeString(directory.resolve("tokens.json"), content);
    var tokens = tokens();
    assertTrue(tokens.authenticate("Bearer ").isEmpty());
    assertTrue(tokens.authenticate("Bearer secret").isEmpty());
    assertTrue(tokens.authenticate("Bearer " + tokens.of(Account.OPERATOR)).isPresent());
  }
}
