package dev.lamina.standalone.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
  @ParameterizedTest
  @CsvSource({
    "ADMIN, delete, '', secrets, '', true",
    "OPERATOR, get, '', secrets, '', true",
    "OPERATOR, list, '', secrets, '', false",
    "OPERATOR, patch, lamina.dev, imagebuilds, status, true",
    "OPERATOR, create, authorization.k8s.io, selfsubjectrulesreviews, '', true",
    "AGENT, watch, lamina.dev, imagenodes, '', true",
    "AGENT, patch, lamina.dev, imagenodes, status, true",
    "AGENT, patch, lamina.dev, imagenodes, '', false",
    "AGENT, get, lamina.dev, nodetasks, '', true",
    "AGENT, list, lamina.dev, nodetasks, '', false",
    "AGENT, get, '', secrets, '', false",
    "AGENT, get, '', configmaps, '', false",
    "AGENT, get, lamina.dev, imagebuilds, '', false",
  })
  void hasTheRightsOfTheChart(
      Account account,
      String verb,
      String group,
      String resource,
      String subresource,
      boolean allowed) {
    var action = new ResourceAction(verb, group, resource, subresource, "ns", "x");

    assertEquals(allowed, account.user().may(action));
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATOR, lamina-system, update, coordination.k8s.io, leases, true",
    "OPERATOR, default, update, coordination.k8s.io, leases, false",
    "OPERATOR, lamina-system, create, '', secrets, true",
    "OPERATOR, default, create, '', secrets, false",
    "AGENT, lamina-system, patch, coordination.k8s.io, leases, true",
    "AGENT, '', patch, coordination.k8s.io, leases, false",
  })
  void hasSomeRightsInItsNamespaceOnly(
      Account account,
      String namespace,
      String verb,
      String group,
      String resource,
      boolean allowed) {
    var action = new ResourceAction(verb, group, resource, "", namespace, "x");

    assertEquals(allowed, account.user().may(action));
  }

  @Test
  void knowsItsTokenAfterARestartAndNobodyElses(@TempDir Path directory) throws IOException {
    var file = directory.resolve("tokens.json");
    var token = Tokens.at(file).of(Account.AGENT);

    var tokens = Tokens.at(file);

    assertEquals(
        Account.AGENT.user().name(), tokens.authenticate("Bearer " + token).orElseThrow().name());
    assertTrue(tokens.authenticate("Bearer " + token + "x").isEmpty());
    assertTrue(tokens.authenticate("Bearer ").isEmpty());
    assertTrue(tokens.authenticate("Basic " + token).isEmpty());
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
  }
}
