package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private static final byte[] INDEX = OciJson.bytes(Index.of(List.of()));
  private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);

  private final FaultyRegistry registry = new FaultyRegistry();
  private final FaultyRegistry first = new FaultyRegistry();
  private final FaultyRegistry second = new FaultyRegistry();

  @AfterEach
  void close() {
    Stream.of(registry, first, second).forEach(FaultyRegistry::close);
  }

  private Repository open(CredentialSource credentials) {
    var mirrors =
        List.of(
            URI.create("http://" + first.host() + "/cache/"),
            URI.create("http://" + second.host()));
    var settings = new RegistrySettings(registry.host(), mirrors, null, false, 0, Set.of());
    var config = RegistryConfig.DEFAULT.with(List.of(settings));
    return new RegistryClient(config, Clock.systemUTC(), _ -> {})
        .open(
            Reference.parse(registry.host() + "/app"),
            new RegistryAccess(credentials, false, null));
  }

  @Test
  void asksTheFirstMirrorUnderItsOwnPath() {
    first.manifest("1", MediaTypes.OCI_INDEX, INDEX);

    open(CredentialSource.NONE).resolve("1");

    var ns = registry.host().replace(":", "%3A");
    assertEquals(List.of("HEAD /v2/cache/app/manifests/1?ns=" + ns), first.lines());
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void theClusterChangesMirrorsForWhatIsOpenedAfterwards() {
    var own = settings("own.test", first);
    var client = new RegistryClient(RegistryConfig.DEFAULT.with(List.of(own)));
    var before = resolves(client, registry.host());
    Stream.of(registry, first, second)
        .forEach(server -> server.manifest("1", MediaTypes.OCI_INDEX, INDEX));

    client.configure(List.of(settings("own.test/team", second), settings(registry.host(), second)));
    before.resolve("1");
    assertEquals(1, registry.lines().size());
    resolves(client, registry.host()).resolve("1");
    assertEquals(1, second.lines().size());
    resolves(client, "own.test/team").resolve("1");
    assertEquals(1, first.lines().size());
    assertEquals(
        List.of("own.test", registry.host()),
        client.registries().stream().map(entry -> entry.settings().prefix()).toList());

    client.configure(List.of());
    resolves(client, registry.host()).resolve("1");
    assertEquals(2, registry.lines().size());
  }

  private static RegistrySettings settings(String prefix, FaultyRegistry mirror) {
    var mirrors = List.of(URI.create("http://" + mirror.host()));
    return new RegistrySettings(prefix, mirrors, null, false, 0, Set.of());
  }

  private static Repository resolves(RegistryClient client, String prefix) {
    return client.open(Reference.parse(prefix + "/app"), RegistryAccess.ANONYMOUS);
  }

  @Test
  void asksTheNextOneForWhatAMirrorDoesNotHave() {
    var expected = second.manifest("1", MediaTypes.OCI_INDEX, INDEX);

    assertEquals(expected, open(CredentialSource.NONE).resolve("1"));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void asksTheRegistryInTheEndAndABrokenMirrorNoMore() throws IOException {
    registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    var layer = registry.blob(MediaTypes.OCI_LAYER, LAYER);
    first.failAlways("", exchange -> exchange.answer(503, Map.of()));
    second.close();
    var repository = open(CredentialSource.NONE);

    repository.fetchManifest("1");
    try (var in = repository.openBlob(layer, 0)) {
      assertArrayEquals(LAYER, in.readAllBytes());
    }

    assertEquals(2, first.lines().size());
  }

  @Test
  void givesAMirrorNoCredentialOfTheRegistry() {
    var challenge = Map.of("WWW-Authenticate", "Basic realm=\"r\"");
    Stream.of(first, registry)
        .forEach(server -> server.failAlways("", exchange -> exchange.answer(401, challenge)));
    var password = new Credential.Basic("user", "password");
    var repository =
        open((host, _) -> host.equals(registry.host()) ? Optional.of(password) : Optional.empty());

    assertThrows(AgentException.class, () -> repository.resolve("1"));

    assertTrue(registry.requests().getLast().header("Authorization").isPresent());
    assertTrue(first.requests().stream().allMatch(e -> e.header("Authorization").isEmpty()));
  }

  @Test
  void refusesAMirrorWithoutTls() {
    var mirror = List.of(URI.create("http://mirror.test"));
    var settings = new RegistrySettings("r.test", mirror, null, false, 0, Set.of());
    var client = new RegistryClient(RegistryConfig.DEFAULT.with(List.of(settings)));

    var e =
        assertThrows(
            AgentException.class,
            () -> client.open(Reference.parse("r.test/app"), RegistryAccess.ANONYMOUS));
    assertEquals(FailureReason.InvalidArgument, e.reason());
  }

  @Test
  void takesABlobThatIsNotWhatItShouldBeFromTheNextOne() {
    var layer = registry.blob(MediaTypes.OCI_LAYER, LAYER);
    first.failAlways("blobs", exchange -> exchange.answer(200, Map.of(), new byte[LAYER.length]));

    assertArrayEquals(LAYER, open(CredentialSource.NONE).fetchBlob(layer));
  }

  @Test
  void believesNoMirrorThatABlobIsNowhere() {
    var layer = registry.blob(MediaTypes.OCI_LAYER, LAYER);

    assertTrue(open(CredentialSource.NONE).hasBlob(layer.digest()));
  }

  @Test
  void listsReferrersFromTheirTagWhereThereIsNoList() {
    var subject = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX).digest();
    var referrer = new Descriptor(MediaTypes.OCI_MANIFEST, subject, INDEX.length);
    var index = OciJson.bytes(Index.of(List.of(referrer)));
    registry.manifest("sha256-" + subject.hex(), MediaTypes.OCI_INDEX, index);

    assertEquals(List.of(referrer), open(CredentialSource.NONE).referrers(subject, null));
    assertEquals(List.of(), open(CredentialSource.NONE).referrers(subject, "other/type"));
  }
}
