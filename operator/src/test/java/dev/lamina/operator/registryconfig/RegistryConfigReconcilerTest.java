package dev.lamina.operator.registryconfig;

import static dev.lamina.operator.registryconfig.RegistryConfigSample.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.AdoptedRegistries.Refused;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryConfigStatus;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.fleet.FleetSample;
import dev.lamina.operator.registryconfig.Authorities.UnusableAuthoritiesException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryConfigReconcilerTest {
  private static final String HUB =
      "{prefix: docker.io, mirrors: ['https://mirror.test'], maxPullsPerMinute: 300,"
          + " caConfigMapRef: {namespace: lamina-system, name: ca}}";

  private final FleetSample fleet = new FleetSample("n1", "n2");
  private @Nullable String certificates = "PEM";
  private Instant now = FleetSample.NOW;
  private RegistryConfigReconciler reconciler = reconciler();

  private RegistryConfigReconciler reconciler() {
    return new RegistryConfigReconciler(
        new RegistryConfigReconciler.Surroundings(
            fleet,
            fleet,
            fleet,
            reference -> {
              if (certificates == null) {
                throw new UnusableAuthoritiesException("ConfigMapNotFound", reference + "", null);
              }
              return certificates;
            }),
        (about, news) -> {},
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private RegistryConfigStatus visit(RegistryConfig config) {
    var status = reconciler.visit(config, List.of(config), now);
    config.setStatus(status);
    return status;
  }

  private static String condition(RegistryConfigStatus status, String type) {
    var condition = Condition.find(status.conditions(), type).orElseThrow();
    return condition.status() + " " + condition.reason() + ": " + condition.message();
  }

  private List<NodeRegistry> given(String node) {
    return fleet.shares.getOrDefault(node, Share.NONE).registries();
  }

  @Test
  void givesItsEntriesToTheNodesAndTellsHowManyWorkByThem() {
    var config = config("default", "", HUB);

    var status = visit(config);

    assertEquals(
        List.of(
            new NodeRegistry(
                "docker.io",
                "/registryconfigs/default",
                List.of("https://mirror.test"),
                "PEM",
                false,
                300,
                List.of())),
        given("n1"));
    assertEquals("False Adopting: 0 of 2 nodes work by it", condition(status, Condition.READY));
    assertEquals("docker.io", status.prefixes());

    fleet.adopt("n1", List.of());
    assertEquals(1, visit(config).adopted());
    fleet.adopt("n2", List.of("docker.io"));
    assertEquals(
        "True Adopted: 2 of 2 nodes work by it; the settings files of 1, n2 for one, go before some"
            + " of it",
        condition(visit(config), Condition.READY));
  }

  @Test
  void aNodeThatWorksByAnotherListHasNotTakenItOver() {
    visit(config("default", "", HUB));
    fleet.adopt("n1", List.of());
    assertEquals(0, visit(config("default", "", "{prefix: docker.io}")).adopted());
  }

  @Test
  void whatANodeRefusesIsSaidWithItsWords() {
    var config = config("default", "", HUB + ", {prefix: x.test}");
    visit(config);
    fleet.adopt("n1", List.of(), new Refused("x.test", "no such thing"));
    fleet.adopt("n2", List.of());

    var status = visit(config);

    assertEquals(
        "True InvalidArgument: node n1 leaves x.test out: no such thing",
        condition(status, Condition.STALLED));
    assertEquals(1, status.adopted());
    assertEquals("n1", status.refused().getFirst().node());
  }

  @Test
  void meansTheNodesOfItsSelectorAndLeavesThoseItMeansNoMore() {
    visit(config("default", "", "{prefix: docker.io}"));
    fleet.adopt("n1", List.of());
    reconciler = reconciler();

    var status =
        visit(config("default", "nodeSelector: {matchLabels: {name: n2}},", "{prefix: docker.io}"));

    assertEquals(1, status.nodes());
    assertEquals(List.of(), given("n1"));
    assertEquals(1, given("n2").size());
  }

  @Test
  void certificatesThatAreMissingTakeNothingAway() {
    var config = config("default", "", HUB);
    visit(config);
    var before = given("n1");
    certificates = null;
    now = now.plusSeconds(60);
    reconciler = reconciler();

    var status = visit(config);

    assertEquals(before, given("n1"));
    assertEquals(
        "False ConfigMapNotFound: ConfigMap lamina-system/ca, key ca.crt; until then nodes keep what"
            + " they have",
        condition(status, Condition.READY));
  }

  @Test
  void whatIsNotBuiltIsRefusedByNameAndNothingOfItIsCarriedOut() {
    visit(config("default", "", "{prefix: docker.io}"));

    var status =
        visit(
            config(
                "default",
                "",
                "{prefix: docker.io, credentialsSecretRef: {namespace: a, name: b}}"));

    assertEquals(
        "True NotSupported: not supported yet: spec.registries[docker.io].credentialsSecretRef",
        condition(status, Condition.STALLED));
    assertEquals(List.of(), given("n1"));
  }

  @Test
  void aMirrorThatIsNoUrlIsRefused() {
    var status = visit(config("default", "", "{prefix: docker.io, mirrors: ['https://a:b:c']}"));
    assertEquals(
        "True InvalidArgument: spec.registries[docker.io].mirrors: 'https://a:b:c' is not the URL of"
            + " a host",
        condition(status, Condition.STALLED));
  }

  @Test
  void takesEverythingBackWhenItIsDeleted() {
    var config = config("default", "", HUB);
    visit(config);
    assertTrue(reconciler.withdraw(config));
    assertEquals(List.of(), given("n1"));
    assertEquals(List.of(), given("n2"));
  }
}
