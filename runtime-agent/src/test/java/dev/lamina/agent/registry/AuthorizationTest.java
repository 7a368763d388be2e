package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets to see a password or a token.
class AuthorizationTest {
  private static final byte[] INDEX = OciJson.bytes(Index.of(List.of()));
  private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
  private static final String BASIC = "Basic dXNlcjpwYXNzd29yZA==";
  private static final Credential PASSWORD = new Credential.Basic("user", "password");

  private final FaultyRegistry registry = new FaultyRegistry();
  private final FaultyRegistry other = new FaultyRegistry();
  private final RegistryClient client = new RegistryClient(RegistryConfig.DEFAULT);
  private final Descriptor layer = registry.blob(MediaTypes.OCI_LAYER, LAYER);

  @BeforeEach
  void serve() {
    registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    other.blob(MediaTypes.OCI_LAYER, LAYER);
  }

  @AfterEach
  void close() {
    registry.close();
    other.close();
  }

  private Repository open(CredentialSource credentials) {
    return client.open(
        Reference.parse(registry.host() + "/app"), new RegistryAccess(credentials, false, null));
  }

  private Repository open(Credential credential) {
    return open(
        (host, _) -> host.equals(registry.host()) ? Optional.of(credential) : Optional.empty());
  }

  private void require(String authorization, String challenge) {
    registry.failAlways(
        "/v2/",
        exchange -> {
          if (exchange.header("Authorization").filter(authorization::equals).isPresent()) {
            registry.serve(exchange);
          } else {
            exchange.answer(401, Map.of("WWW-Authenticate", challenge));
          }
        });
  }

  private void requireToken(String token) {
    var realm = "http://" + registry.host() + "/token";
    require("Bearer " + token, "Bearer realm=\"%s\",service=\"s\"".formatted(realm));
  }

  private static void giveToken(HttpExchange exchange, String token) throws IOException {
    var body = "{\"token\":\"" + token + "\"}";
    exchange.answer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static FailureReason refused(Runnable call) {
    return assertThrows(AgentException.class, call::run).reason();
  }

  private static boolean hasSecret(HttpExchange exchange) {
    return exchange.header("Authorization").isPresent();
  }

  @Test
  void answersAChallengeWithThePassword() {
    require(BASIC, "Basic realm=\"r\"");

    open(PASSWORD).resolve("1");

    assertEquals(2, registry.lines().size());
    assertFalse(hasSecret(registry.requests().getFirst()));
  }

  @Test
  void saysThatAnyOtherPasswordIsRefused() {
    require(BASIC, "Basic realm=\"r\"");

    assertEquals(
        FailureReason.Unauthorized,
        refused(() -> open(new Credential.Basic("user", "wrong")).resolve("1")));
    assertEquals(
        FailureReason.Unauthorized, refused(() -> open(CredentialSource.NONE).resolve("1")));
  }

  @Test
  void getsATokenOnceForAllItDoes() throws IOException {
    requireToken("t");
    registry.failAlways("/token", exchange -> giveToken(exchange, "t"));
    var repository = open(CredentialSource.NONE);

    repository.resolve("1");
    repository.fetchManifest("1");
    open(CredentialSource.NONE).openBlob(layer, 0).close();

    var asked = registry.lines().stream().filter(line -> line.startsWith("GET /token")).toList();
    assertEquals(List.of("GET /token?service=s&scope=repository%3Aapp%3Apull"), asked);
  }

  @Test
  void givesNoCallerTheTokenOfAnother() {
    requireToken("secret");
    registry.failAlways(
        "/token",
        exchange ->
            giveToken(
                exchange, exchange.header("Authorization").isPresent() ? "secret" : "public"));

    open(PASSWORD).resolve("1");

    assertEquals(
        FailureReason.Unauthorized, refused(() -> open(CredentialSource.NONE).resolve("1")));
  }

  @Test
  void replacesATokenThatIsRefused() {
    requireToken("2");
    registry.fail(1, "/token", exchange -> giveToken(exchange, "1"));
    registry.failAlways("/token", exchange -> giveToken(exchange, "2"));

    open(PASSWORD).resolve("1");

    assertEquals(2, registry.lines().stream().filter(line -> line.contains("/token")).count());
  }

  @Test
  void exchangesAnIdentityToken() {
    requireToken("t");
    registry.failAlways("POST /token", exchange -> giveToken(exchange, "t"));

    open(new Credential.IdentityToken("i d")).resolve("1");

    var post = registry.requests().stream().filter(e -> e.path().equals("/token")).findFirst();
    assertEquals(
        "grant_type=refresh_token&client_id=lamina&refresh_token=i+d&service=s"
            + "&scope=repository%3Aapp%3Apull",
        new String(post.orElseThrow().body(), StandardCharsets.UTF_8));
  }

  @Test
  void shedsTheCredentialOnTheWayToAnotherHost() throws IOException {
    registry.failAlways(
        "GET .*/blobs/",
        exchange ->
            exchange.answer(307, Map.of("Location", "http://" + other.host() + exchange.path())));
    require(BASIC, "Basic realm=\"r\"");
    var repository = open(PASSWORD);
    repository.resolve("1");

    try (var in = repository.openBlob(layer, 0)) {
      assertArrayEquals(LAYER, in.readAllBytes());
    }

    assertTrue(hasSecret(registry.requests().getLast()));
    assertEquals(1, other.requests().size());
    assertTrue(other.requests().stream().noneMatch(AuthorizationTest::hasSecret));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"r\"", "Bearer realm=\"http://127.0.0.1:1/token\""})
  void doesNotAnswerAChallengeOfAnotherHost(String challenge) {
    registry.failAlways(
        "GET .*/blobs/",
        exchange ->
            exchange.answer(307, Map.of("Location", "http://" + other.host() + exchange.path())));
    other.failAlways("", exchange -> exchange.answer(401, Map.of("WWW-Authenticate", challenge)));

    assertEquals(FailureReason.Unauthorized, refused(() -> open(PASSWORD).openBlob(layer, 0)));
    assertEquals(1, other.requests().size());
    assertFalse(hasSecret(other.requests().getFirst()));
  }

  @Test
  void stopsARingOfRedirects() {
    registry.failAlways(
        "GET .*/blobs/", exchange -> exchange.answer(302, Map.of("Location", exchange.path())));

    assertEquals(FailureReason.Unauthorized, refused(() -> open(PASSWORD).openBlob(layer, 0)));
    assertEquals(6, registry.lines().size());
  }

  @Test
  void tellsNoPasswordToAnEvilRealm() {
    require(
        "Bearer t",
        "Bearer realm=\"http://localhost:%s/token\""
            .formatted(other.host().replaceFirst(".*:", "")));

    assertEquals(FailureReason.Unauthorized, refused(() -> open(PASSWORD).resolve("1")));
    assertEquals(List.of(), other.lines());
  }

  @Test
  void doesNotFollowTheTokenServerElsewhere() {
    requireToken("t");
    registry.failAlways(
        "/token",
        exchange -> exchange.answer(307, Map.of("Location", "http://" + other.host() + "/token")));

    assertEquals(FailureReason.Unauthorized, refused(() -> open(PASSWORD).resolve("1")));
    assertEquals(List.of(), other.lines());
  }

  @Test
  void refusesAHugeToken() {
    requireToken("t");
    registry.failAlways("/token", exchange -> giveToken(exchange, "t".repeat(1 << 20)));

    assertEquals(FailureReason.LimitExceeded, refused(() -> open(PASSWORD).resolve("1")));
  }

  @Test
  void namesNoSecretInAFailure() {
    requireToken("t");
    registry.failAlways(
        "/token",
        exchange ->
            exchange.answer(
                400,
                Map.of(),
                exchange.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8)));

    var e = assertThrows(AgentException.class, () -> open(PASSWORD).resolve("1"));
    assertFalse(e.getMessage().contains("dXNlcjpwYXNzd29yZA"), e.getMessage());
  }
}
