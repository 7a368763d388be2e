package dev.lamina.operator.registryconfig;

import static dev.lamina.operator.registryconfig.RegistryConfigSample.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryEntry;
import dev.lamina.operator.nodes.Member;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final List<Member> NODES =
      List.of(node("n1", "web"), node("n2", "web"), node("n3", "db"));

  private final RegistryConfig first = config("a", "", "{prefix: hub.test}");

  private static Member node(String name, String pool) {
    return new Member(name, Map.of("pool", pool), true, true, null, List.of());
  }

  private static Map<String, List<String>> granted(Claims claims) {
    return claims.granted().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                node -> node.getValue().stream().map(RegistryEntry::prefix).toList()));
  }

  private static String objection(Claims claims) {
    return claims
        .objection()
        .map(problem -> problem.reason() + ": " + problem.message())
        .orElse("");
  }

  @Test
  void theFirstByNameHasAPrefixWhereBothAreMeant() {
    var second =
        config(
            "b",
            "nodeSelector: {matchLabels: {pool: web}},",
            "{prefix: hub.test}, {prefix: x.test}");
    var all = List.of(second, first);

    assertEquals(
        Map.of("n1", List.of("x.test"), "n2", List.of("x.test")),
        granted(Claims.of(second, all, NODES)));
    assertEquals(
        "Conflict: hub.test belongs to RegistryConfig a on 2 of 2 nodes, n1 for one",
        objection(Claims.of(second, all, NODES)));
    assertEquals("", objection(Claims.of(first, all, NODES)));
    assertEquals(3, Claims.of(first, all, NODES).granted().size());
  }

  @Test
  void whereTheFirstIsNotMeantTheSecondSpeaks() {
    var web = config("a", "nodeSelector: {matchLabels: {pool: web}},", "{prefix: hub.test}");
    var all = config("b", "", "{prefix: hub.test}, {prefix: hub.test/team}");

    var claims = Claims.of(all, List.of(web, all), NODES);

    assertEquals(List.of("hub.test", "hub.test/team"), granted(claims).get("n3"));
    assertEquals(List.of("hub.test/team"), granted(claims).get("n1"));
  }

  @Test
  void whatIsLeavingOrCannotBeCarriedOutHasNothing() {
    var leaving = config("a", "", "{prefix: hub.test}");
    leaving.getMetadata().setDeletionTimestamp("2026-11-20T00:00:00Z");
    var unsupported =
        config("b", "", "{prefix: hub.test, credentialsSecretRef: {namespace: x, name: y}}");
    var third = config("c", "", "{prefix: hub.test}");

    assertEquals("", objection(Claims.of(third, List.of(leaving, unsupported, third), NODES)));
  }

  @Test
  void aNodeTakesSoManyAndNoMore() {
    var half = config("a", "", entries("a"));
    var other = config("b", "", entries("b"));
    var third = config("c", "", "{prefix: hub.test}");

    var claims = Claims.of(third, List.of(half, other, third), NODES);

    assertEquals(
        "LimitExceeded: hub.test is one too many: a node takes 64 on 3 of 3 nodes, n1 for one",
        objection(claims));
    assertEquals("", objection(Claims.of(other, List.of(half, other), NODES)));
  }

  private static String entries(String name) {
    return IntStream.range(0, 32)
        .mapToObj(i -> "{prefix: " + name + i + ".test}")
        .collect(Collectors.joining(", "));
  }
}
