package dev.lamina.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.gc.CacheQuota;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.agent.trust.TrustSubject;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
  private static final Digest DIGEST = Digest.sha256(new byte[1]);

  @TempDir private Path directory;

  @Test
  void anEmptyFileIsTheDefault() throws IOException {
    var settings = load("{}");

    assertEquals(Settings.DEFAULT, settings);
    assertEquals(TransferLimits.DEFAULT, settings.limits().transfer());
    assertSame(TrustPolicy.NONE, settings.trust().policy());
  }

  @Test
  void readsRegistriesWithWhatBelongsToThem() throws IOException {
    Files.writeString(directory.resolve("ca.pem"), "");
    var config =
        load("""
        {"registries": [ // the longest prefix counts
          {"prefix": "docker.io", "mirrors": ["https://mirror.test/hub"], "ca": "%s",
           "maxPullsPerMinute": 300, "tokenHosts": ["auth.test"]},
          {"prefix": "plain.test:5000", "plainHttp": true, "mirrors": ["http://other.test"]}
        ]}
        """
                .formatted(directory.resolve("ca.pem")))
            .registryConfig(Map.of("HTTPS_PROXY", "http://proxy.test:3128"));

    var hub = config.registries().getFirst();
    assertEquals(List.of(URI.create("https://mirror.test/hub")), hub.mirrors());
    assertEquals(new Certificates.File(directory.resolve("ca.pem")), hub.ca());
    assertEquals(300, hub.maxPullsPerMinute());
    assertTrue(config.registries().getLast().plainHttp());
    assertEquals(URI.create("http://proxy.test:3128"), config.proxies().https());
  }

  @Test
  void credentialsAreReadAgainWhenTheyAreRenewed() throws IOException {
    var file = Files.writeString(directory.resolve("config.json"), login("old"));
    var source =
        load("{\"credentials\": \"%s\"}".formatted(file)).registryConfig(Map.of()).credentials();
    Files.writeString(file, login("new"));

    assertEquals(
        Optional.of(new Credential.Basic("u", "new")), source.find("registry.test", "team/web"));
  }

  @Test
  void limitsAreQuantities() throws IOException {
    var settings =
        load(
            """
            {"limits": {"layers": 12, "layerBytes": "2Gi", "imageBytes": 1000, "entries": 5,
             "zstdWindowBytes": "8Mi", "tokenBytes": "1Ki", "documentBytes": "1Mi", "ratio": 3}}
            """);

    var limits = settings.limits().transfer();
    assertEquals(12, limits.layers());
    assertEquals(2L << 30, limits.layerBytes());
    assertEquals(1000, limits.imageBytes());
    assertEquals(5, limits.archive().entries());
    assertEquals(8 << 20, limits.archive().zstdWindowBytes());
    assertEquals(2L << 30, limits.archive().uncompressedBytes());
    assertEquals(1 << 20, limits.documentBytes());
    assertEquals(3, limits.ratio());
    assertEquals(1024, settings.registryConfig(Map.of()).limits().tokenBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "registry.test/good/web:1, ",
    "registry.test/evil/web:1, names like 'registry.test/evil/*' are denied",
    "quay.io/team/web:1,       only names like [registry.test/*] are allowed",
    "registry.test/pinned:1,   are pinned to",
  })
  void trustRulesAreTheirsThatAreNamed(String image, String refusal) throws IOException {
    var policy =
        load("""
        {"trust": {"allow": ["registry.test/*"], "deny": ["registry.test/evil/*"],
         "pins": [{"names": "registry.test/pinned", "digests": ["%s"]}]}}
        """
                .formatted(Digest.sha256(new byte[2])))
            .trust()
            .policy();

    var manifest = Manifest.of(new Descriptor(MediaTypes.OCI_CONFIG, DIGEST, 1), List.of());
    var subject =
        new TrustSubject(Reference.parse(image), DIGEST, DIGEST, manifest, TrustSubject.Use.RUN);
    if (refusal == null) {
      policy.admit(subject);
      return;
    }
    var refused = assertThrows(AgentException.class, () -> policy.admit(subject));
    assertEquals(FailureReason.TrustDenied, refused.reason());
    assertTrue(refused.getMessage().contains(refusal), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 8900, true", "127.0.0.1, 8901, false", "10.1.2.3, 443, false"})
  void remoteSourcesAreThoseThatAreAllowedAndNotDenied(String address, int port, boolean isAllowed)
      throws IOException {
    var policy =
        load("{\"remoteSources\": {\"allow\": [\"127.0.0.1:8900\"], \"deny\": [\"10.0.0.0/8\"]}}")
            .remoteSources()
            .policy();

    assertEquals(isAllowed, policy.objection(InetAddress.ofLiteral(address), port).isEmpty());
  }

  @Test
  void theBuildCacheHasALimitOfItsSizeUnlessItIsOfAnother() throws IOException {
    assertEquals(new CacheQuota(20L << 30, null, null), load("{}").buildCache().quota());
    var stated = "{\"buildCache\": {\"keepBytes\": \"1Gi\", \"unusedFor\": \"50h\"}}";
    var quota = new CacheQuota(1L << 30, Duration.ofHours(50), null);
    assertEquals(quota, load(stated).buildCache().quota());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"buildCache\": {\"unusedFor\": \"2d\"}}             | buildCache: unusedFor: \"2d\" is not",
        "{                                                     | not JSON in line 1",
        "{\"limit\": {}}                                       | unknown field limit in line 1",
        "{\"limits\": {\"layerByts\": 1}}                      | unknown field limits.layerByts",
        "{\"limits\": {\"layers\": 513}}                       | limits: layers is 513: want 1 to 512",
        "{\"limits\": {\"layers\": 0}}                         | limits: layers is 0: want 1 to 512",
        "{\"limits\": {\"layerBytes\": \"much\"}}              | limits: layerBytes: \"much\" is not",
        "{\"limits\": {\"documentBytes\": \"5Mi\"}}            | limits: documentBytes is 5242880",
        "{\"limits\": {\"zstdWindowBytes\": \"1Gi\"}}          | limits: zstdWindowBytes is 1073741824",
        "{\"limits\": {}, \"limits\": {}}                      | Duplicate field 'limits'",
        "{\"registries\": [{\"prefix\": \"hub\"}]}             | registries[0]: prefix 'hub': want a",
        "{\"registries\": [{}]}                                | registries[0]: prefix 'null'",
        "{\"registries\": [{\"prefix\": \"a.b\", \"ca\": \"/no\"}]} | registries[0]: ca /no: no such",
        "{\"registries\": [{\"prefix\": \"a.b\"}, {\"prefix\": \"a.b\"}]} | have the same prefix",
        "{\"registries\": [{\"prefix\": \"a.b\", \"mirrors\": [\"http://c.d\"]}]} | mirror http://c.d of",
        "{\"credentials\": \"/no\"}                            | reading credentials from /no",
        "{\"trust\": {\"allow\": [\"a b\"]}}                   | trust: image pattern 'a b'",
        "{\"trust\": {\"pins\": [{\"names\": \"a\", \"digests\": [\"x\"]}]}} | trust.pins[0]: 'x' is not",
        "{\"remoteSources\": {\"allow\": [\"a.b\"]}}       | remoteSources: 'a.b' is not an address",
        "{\"trust\": {\"pins\": [{\"names\": \"a\"}]}}         | trust.pins[0]: a pin has",
      })
  void aMistakeIsNamedWithFileAndField(String json, String message) {
    var refused = assertThrows(AgentException.class, () -> load(json));

    assertEquals(FailureReason.InvalidArgument, refused.reason());
    var start = "configuration " + directory.resolve("agent.json") + ": ";
    assertTrue(refused.getMessage().startsWith(start), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
  }

  @Test
  void aFileThatIsNamedHasToBeThere() {
    var environment = Map.of("LAMINA_CONFIG", directory.resolve("none").toString());
    assertThrows(AgentException.class, () -> SettingsFile.load(null, environment));
  }

  private static String login(String password) {
    return "{\"auths\": {\"registry.test/team\": {\"username\": \"u\", \"password\": \"%s\"}}}"
        .formatted(password);
  }

  private Settings load(String json) throws IOException {
    var file = Files.writeString(directory.resolve("agent.json"), json);
    return SettingsFile.load(file, Map.of());
  }
}
