package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
  private static final DockerConfig CONFIG =
      parse(
          """
          {"auths": {
             "https://index.docker.io/v1/": {"auth": "aHViOnA6dw=="},
             "r.test": {"username": "host", "password": "p:w"},
             "r.test/team": {"username": "team", "password": "p:w"},
             "r.test/team/app": {"username": "app", "password": "p:w"},
             "r.test:5000": {"auth": "cG9ydDpwOnc="},
             "empty.test": {}},
           "credsStore": "desktop", "credHelpers": {"helped.test": "evil"}}
          """);

  private static DockerConfig parse(String json) {
    return DockerConfig.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io,   library/nginx, hub",
    "r.test,      other,         host",
    "r.test,      teams/x,       host",
    "r.test,      team,          team",
    "r.test,      team/web,      team",
    "r.test,      team/app,      app",
    "r.test,      team/app/x/y,  app",
    "r.test:5000, team/app,      port",
  })
  void takesTheMostSpecificPath(String registry, String repository, String username) {
    assertEquals(
        Optional.of(new Credential.Basic(username, "p:w")), CONFIG.find(registry, repository));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "r.test.evil.test", "helped.test", "empty.test", "test"})
  void knowsNothingForOtherHosts(String registry) {
    assertEquals(Optional.empty(), CONFIG.find(registry, "team/app"));
  }

  @Test
  void prefersAnIdentityToken() {
    var config = parse("{\"auths\":{\"r.test\":{\"auth\":\"dTpw\",\"identitytoken\":\"t\"}}}");
    assertEquals(Optional.of(new Credential.IdentityToken("t")), config.find("r.test", "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "{\"auths\":{\"r\":{\"auth\":\"%secret%\"}}}",
        "{\"auths\":{\"r\":{\"auth\":\"c2VjcmV0\"}}}"
      })
  void showsNothingOfWhatItCannotRead(String json) {
    var e = assertThrows(AgentException.class, () -> parse(json));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void showsNoSecretAsText() {
    assertFalse(CONFIG.toString().contains("p:w"), CONFIG.toString());
  }
}
