package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.gc.PruneRules;
import dev.lamina.agent.gc.RetentionRules;
import dev.lamina.agent.gc.RetentionRules.Rule;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PruneArguments;
import dev.lamina.crds.imagenode.PruneRule;
import dev.lamina.crds.imagenode.PruneUntil;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreAssignmentTest {
  private static final String OWNER = "team-a/copy";
  private static final String DIGEST = FakeStore.MANIFEST.toString();
  private static final String LOGIN =
      """
      {"auths": {"registry.test": {"username": "u", "password": "p"}}}\
      """;

  private final Node node = new Node();

  @AfterEach
  void stop() {
    node.stopAgents();
  }

  @Test
  void tagsForTheNamespaceOfTheOwner() {
    give(of(Operation.Tag, DIGEST, "web:stable"));
    node.awaitResult("x-1", "Succeeded");
    assertEquals(List.of("tag team-a " + DIGEST + " web:stable"), node.store.calls());
    assertEquals(DIGEST, node.api.result("x-1").path("digest").asText());
  }

  @Test
  void pushesWithTheSealedCredential() {
    node.api.credentials(
        Sealer.to(node.keys.publicKey())
            .seal(
                "login",
                LOGIN.getBytes(StandardCharsets.UTF_8),
                new SealingContext(OWNER, FakeNodeApi.NODE)));
    give(of(Operation.Push, DIGEST, "registry.test/team/web:1").withCredential("login"));
    node.awaitResult("x-1", "Succeeded");
    assertEquals(
        List.of("push " + DIGEST + " registry.test/team/web:1 with login"), node.store.calls());
  }

  @Test
  void saysWhatARemovalTook() {
    give(of(Operation.Remove, "web:1", null));
    node.awaitResult("x-1", "Succeeded");
    var result = node.api.result("x-1");
    assertEquals(7, result.path("bytes").asInt());
    assertEquals(1, result.at("/pruned/deleted").asInt());
    assertEquals("localhost/web:1", result.at("/pruned/images/0/names/0").asText());
  }

  @Test
  void whatIsNotThereNeedsNoRemoval() {
    node.store.fail(FailureReason.ImageNotFound);
    give(of(Operation.Remove, "web:1", null));
    node.awaitResult("x-1", "Skipped");
  }

  @Test
  void prunesByTheRulesOfItsArguments() {
    var arguments =
        new PruneArguments(
            false,
            true,
            true,
            60L,
            List.of("*/keep"),
            List.of("*/web"),
            List.of(DIGEST),
            true,
            Map.of("a", "b"),
            Map.of("keep", ""),
            2,
            List.of(),
            null);
    give(prune("team-a", arguments));
    node.awaitResult("x-1", "Succeeded");

    assertEquals(List.of("prune team-a dry"), node.store.calls());
    var rules = node.store.rules();
    assertEquals(List.of(new NamePattern("*/web")), rules.names());
    assertTrue(rules.dangling() && rules.buildCache() && !rules.force());
    assertEquals(
        new PruneRules.Limits(null, Node.NOW.minusSeconds(60), Map.of("a", "b"), Map.of()),
        rules.limits());
    assertEquals(
        new PruneRules.Keep(List.of(new NamePattern("*/keep")), Map.of("keep", ""), 2),
        rules.keep());
    var result = node.api.result("x-1");
    assertEquals(30, result.path("bytes").asInt());
    assertEquals(1, result.at("/pruned/matched").asInt());
    assertEquals(40, result.at("/pruned/images/0/bytes").asInt());
  }

  @Test
  void withoutATenantEverybodysImagesArePruned() {
    var arguments =
        new PruneArguments(
            false, false, false, null, List.of(), List.of(), List.of(), false, Map.of(), Map.of(),
            null, List.of(), null);
    give(prune(null, arguments));
    node.awaitResult("x-1", "Succeeded");
    assertEquals(List.of("prune team-a", "prune team-b"), node.store.calls());
    assertTrue(node.store.rules().dangling());
    assertEquals(1, node.api.result("x-1").at("/pruned/matched").asInt());
  }

  @Test
  void appliesTheRulesOfAPolicyInTheirOrderUntilThereIsRoom() {
    var rules =
        List.of(
            new PruneRule(false, List.of("*/ci-*"), Map.of("a", ""), false, 60L, 3, null),
            new PruneRule(false, List.of(), Map.of(), true, null, null, 20L));
    var keep = List.of("*/keep");
    give(
        prune(
            null,
            PruneArguments.ofRules(rules, keep, Map.of("keep", ""), 1, new PruneUntil(70, 1024L))));
    node.awaitResult("x-1", "Succeeded");

    assertEquals(
        List.of("retain until Wanted[usedPercent=70, freeBytes=1024]"), node.store.calls());
    assertEquals(
        new RetentionRules(
            List.of(
                new Rule(
                    List.of(new NamePattern("*/ci-*")),
                    false,
                    Map.of("a", ""),
                    false,
                    Node.NOW.minusSeconds(60),
                    3,
                    null),
                new Rule(List.of(), false, Map.of(), true, null, 0, 20L)),
            new PruneRules.Keep(List.of(new NamePattern("*/keep")), Map.of("keep", ""), 1)),
        node.store.retention());
    var result = node.api.result("x-1");
    assertEquals(30, result.path("bytes").asInt());
    var pruned = result.path("pruned");
    assertEquals(3, pruned.path("matched").asInt());
    assertEquals(2, pruned.path("deleted").asInt());
    assertEquals(1, pruned.path("pinned").asInt());
  }

  @Test
  void theEndOfAPruneIsToldWithTheFiguresAfterIt() {
    node.figures.images = 7;
    var rule = new PruneRule(true, List.of(), Map.of(), false, null, null, null);
    give(prune(null, PruneArguments.ofRules(List.of(rule), List.of(), Map.of(), null, null)));
    node.awaitResult("x-1", "Succeeded");
    assertEquals(7, node.api.node().at("/store/images").asInt());
  }

  @Test
  void theRulesOfAPolicyAreNotForOneTenant() {
    var rule = new PruneRule(true, List.of(), Map.of(), false, null, null, null);
    give(prune("team-a", PruneArguments.ofRules(List.of(rule), List.of(), Map.of(), null, null)));
    awaitFailure(FailureReason.InvalidArgument);
    assertEquals(List.of(), node.store.calls());
  }

  @Test
  void prunesNoTenantButItsOwners() {
    var arguments =
        new PruneArguments(
            true, false, false, null, List.of(), List.of(), List.of(), false, Map.of(), Map.of(),
            null, List.of(), null);
    give(prune("team-b", arguments));
    node.awaitResult("x-1", "Failed");
    assertEquals("InvalidArgument", node.api.result("x-1").path("reason").asText());
    assertEquals(List.of(), node.store.calls());
  }

  @Test
  void handsOutTheDocumentsOfAnImage() {
    give(inspect());
    node.awaitResult("x-1", "Succeeded");
    var facts = node.api.result("x-1").path("facts");
    assertEquals("{\"schemaVersion\":2}", facts.path("manifest").asText());
    assertEquals(3, facts.at("/unpackedBytes/0").asInt());
    var packages = facts.path("packages");
    assertEquals("debian-12", packages.path("distribution").asText());
    assertEquals("deb", packages.path("format").asText());
    assertEquals(1, packages.path("count").asInt());
    assertEquals("5.2.15-2+b2", packages.at("/items/0/version").asText());
    assertEquals("one more is damaged", packages.path("note").asText());
  }

  @Test
  void listsAsManyPackagesAsAResultHolds() {
    node.store.packages = 1000;
    give(inspect());
    node.awaitResult("x-1", "Succeeded");
    var packages = node.api.result("x-1").at("/facts/packages");
    assertEquals(1000, packages.path("count").asInt());
    var listed = packages.path("items").size();
    assertTrue(listed > 100 && listed < 200, "listed are " + listed);
  }

  @Test
  void aDocumentThatAResultCannotHoldIsSaidToBe() {
    node.store.config = " ".repeat(ImageFacts.LONGEST_DOCUMENT + 1);
    give(inspect());
    awaitFailure(FailureReason.LimitExceeded);
  }

  @Test
  void anotherNamespaceIsNoTenantOfTheOwner() {
    give(
        Assignment.inline(
            "x-1", Operation.Tag, OWNER, "team-b", DIGEST, "web:stable", false, null));
    awaitFailure(FailureReason.InvalidArgument);
    assertEquals(List.of(), node.store.calls());
  }

  @Test
  void whatFailsSaysWhy() {
    node.store.fail(FailureReason.InUse);
    give(of(Operation.Remove, "web:1", null));
    awaitFailure(FailureReason.InUse);
  }

  private void give(Assignment assignment) {
    node.startAgent();
    node.api.assign(assignment);
  }

  private void awaitFailure(FailureReason reason) {
    node.awaitResult("x-1", "Failed");
    assertEquals(reason.name(), node.api.result("x-1").path("reason").asText());
  }

  private static Assignment of(Operation op, String image, @Nullable String target) {
    return Assignment.inline("x-1", op, OWNER, "team-a", image, target, false, null);
  }

  private static Assignment inspect() {
    return Assignment.inline(
        "x-1", Operation.Inspect, "lamina-system/images", "team-a", DIGEST, null, false, null);
  }

  private static Assignment prune(@Nullable String tenant, PruneArguments arguments) {
    return Assignment.inline("x-1", Operation.Prune, OWNER, tenant, null, null, false, arguments);
  }
}
