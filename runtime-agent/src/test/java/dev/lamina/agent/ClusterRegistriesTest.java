package dev.lamina.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.registry.RegistrySettings;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.AdoptedRegistries.Refused;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.NodeRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterRegistriesTest {
  private static final String MIRROR = "https://mirror.test/hub";

  private final RegistryClient client =
      new RegistryClient(
          RegistryConfig.DEFAULT.with(List.of(RegistrySettings.unconfigured("own.test"))));
  private final ClusterRegistries registries = new ClusterRegistries(client);

  private static NodeRegistry entry(String prefix, String mirror, @Nullable String ca) {
    return new NodeRegistry(
        prefix, "/registryconfigs/a", List.of(mirror), ca, false, 300, List.of("auth.test"));
  }

  private AdoptedRegistries adopt(NodeRegistry... entries) {
    return registries.adopt(new NodeRegistries("r-1", List.of(entries)));
  }

  private List<RegistrySettings> ofCluster() {
    return client.registries().stream()
        .filter(registry -> registry.isOfCluster())
        .map(registry -> registry.settings())
        .toList();
  }

  private static String certificate() throws IOException {
    try (var in = ClusterRegistriesTest.class.getResourceAsStream("/registry/ca.pem")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void anEntryIsWhatASettingsFileWouldSay() throws IOException {
    var answer = adopt(entry("docker.io", MIRROR, certificate()));

    assertEquals(new AdoptedRegistries("r-1", List.of(), List.of()), answer);
    assertEquals(
        List.of(
            new RegistrySettings(
                "docker.io",
                List.of(URI.create(MIRROR)),
                new Certificates.Text(certificate()),
                false,
                300,
                Set.of("auth.test"))),
        ofCluster());
  }

  @Test
  void whatTheSettingsFileSpeaksForIsOverridden() {
    var answer = adopt(entry("own.test/team", MIRROR, null), entry("own.test2", MIRROR, null));

    assertEquals(List.of("own.test/team"), answer.overridden());
    assertEquals(1, ofCluster().size());
  }

  @Test
  void anEntryThatCannotBeIsLeftOutAndSaidTheOthersHold() {
    var answer =
        adopt(
            entry("plain.test", "http://mirror.test", null),
            entry("url.test", "https://a b", null),
            entry("certificate.test", MIRROR, "nonsense"),
            entry("nohost", MIRROR, null),
            entry("good.test", MIRROR, null));

    assertEquals(
        List.of("plain.test", "url.test", "certificate.test", "nohost"),
        answer.refused().stream().map(Refused::prefix).toList());
    assertTrue(answer.refused().getFirst().message().contains("plainHttp"), answer::toString);
    assertEquals(List.of("good.test"), ofCluster().stream().map(RegistrySettings::prefix).toList());
  }

  @Test
  void theNextListReplacesTheWholeOfTheOneBefore() {
    adopt(entry("a.test", MIRROR, null), entry("b.test", MIRROR, null));
    adopt(entry("b.test", MIRROR, null));
    assertEquals(List.of("b.test"), ofCluster().stream().map(RegistrySettings::prefix).toList());
  }
}
