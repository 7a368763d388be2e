package dev.lamina.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, nginx",
    "nginx:1.27, docker.io/library/nginx:1.27, nginx",
    "team/app, docker.io/team/app:latest, team/app",
    "localhost/web, localhost/web:latest, web",
    "localhost:5000/web:1, localhost:5000/web:1, localhost:5000/web",
    "registry.example.com/a/b__c/d-e:T.1, registry.example.com/a/b__c/d-e:T.1,"
        + " registry.example.com/a/b__c/d-e",
    "[::1]:5000/web, [::1]:5000/web:latest, [::1]:5000/web",
  })
  void completesShortNames(String text, String full, String familiar) {
    var reference = Reference.parse(text);

    assertEquals(full, reference.toString());
    assertEquals(familiar, reference.familiarName());
    assertEquals(reference, Reference.parse(full));
  }

  @Test
  void keepsTagAndDigestTogether() {
    var reference = Reference.parse("nginx:1@sha256:" + HEX);

    assertEquals("1", reference.tag());
    assertEquals(new Digest("sha256", HEX), reference.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "nginx:",
        "Nginx",
        "nginx@sha256:12",
        "a//b",
        "a/../b",
        "-a",
        "a:b:c",
        "/a",
        "a/",
        "nginx@md5:d41d8cd98f00b204e9800998ecf8427e",
        "ex ample.com/a",
        "a_-b",
        "a:ta g",
      })
  void refusesWhatIsNoReference(String text) {
    var failure = assertThrows(AgentException.class, () -> Reference.parse(text));

    assertEquals(FailureReason.InvalidReference, failure.reason());
  }

  @Test
  void refusesLongNamesInLinearTime() {
    assertThrows(AgentException.class, () -> Reference.parse("a".repeat(1_000_000) + "!"));
    assertThrows(AgentException.class, () -> Reference.parse("a-".repeat(100) + "!"));
  }

  @Test
  void keepsNamesWithoutHostLocalWhereAsked() {
    assertEquals("localhost/web:latest", Reference.parseLocal("web").toString());
    assertEquals("localhost/team/web:2", Reference.parseLocal("team/web:2").toString());
    assertEquals("r.example.com/web:2", Reference.parseLocal("r.example.com/web:2").toString());
    assertTrue(Reference.parseLocal("web").isLocal());
    assertFalse(Reference.parse("localhost:5000/web").isLocal());
  }
}
