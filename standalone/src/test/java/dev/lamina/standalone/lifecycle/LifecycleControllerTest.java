package dev.lamina.standalone.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.standalone.endpoint.EndpointFixture;
import dev.lamina.standalone.resource.KubeObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleControllerTest {
  private static final String BOX = "boxes.x.y";
  private static final String CONFIG_MAP = "configmaps";

  @TempDir Path directory;

  private EndpointFixture api;
  private LifecycleController controller;

  @BeforeEach
  void start() {
    api = new EndpointFixture(directory);
    controller =
        new LifecycleController(api.store(), api.catalog(), api.deletion(), Clock.systemUTC());
    controller.start();
  }

  @AfterEach
  void stop() {
    controller.close();
    api.close();
  }

  private static void eventually(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 10 s");
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private KubeObject owner() {
    return api.create(BOX, "{metadata: {name: owner}, spec: {}}");
  }

  private void dependent(String name, String uid, String more) {
    api.create(
        CONFIG_MAP,
        "{metadata: {name: %s%s, ownerReferences: [{apiVersion: x.y/v1, kind: Box, name: owner, uid: %s, blockOwnerDeletion: true}]}}"
            .formatted(name, more, uid));
  }

  private boolean isGone(String type, String name) {
    return api.get(type, name).isEmpty();
  }

  private static DeleteOptions with(Propagation propagation) {
    return new DeleteOptions(propagation, "", "", false);
  }

  @Test
  void deletesDependentsAfterTheirOwner() {
    dependent("a", owner().uid(), "");

    assertTrue(api.delete(BOX, "owner", with(Propagation.Background)).isGone());

    eventually(() -> isGone(CONFIG_MAP, "a"));
  }

  @Test
  void holdsTheOwnerUntilItsDependentsAreGone() {
    dependent("a", owner().uid(), ", finalizers: [x.y/hold]");
    api.delete(BOX, "owner", with(Propagation.Foreground));
    eventually(() -> api.get(CONFIG_MAP, "a").orElseThrow().isBeingDeleted());
    assertTrue(api.get(BOX, "owner").isPresent());

    api.patch(CONFIG_MAP, "a", "{metadata: {finalizers: null}}", EndpointFixture.PLAIN);

    eventually(() -> isGone(BOX, "owner"));
  }

  @Test
  void letsOrphansGo() {
    dependent("a", owner().uid(), "");

    api.delete(BOX, "owner", with(Propagation.Orphan));

    eventually(() -> isGone(BOX, "owner"));
    assertTrue(api.get(CONFIG_MAP, "a").orElseThrow().ownerReferences().isEmpty());
  }

  @Test
  void collectsWhatNeverHadAnOwner() {
    owner();
    dependent("a", "00000000-0000-0000-0000-000000000000", "");

    eventually(() -> isGone(CONFIG_MAP, "a"));
  }

  @Test
  void leavesDependentsOfUnknownKindsAlone() {
    api.create(
        CONFIG_MAP,
        "{metadata: {name: stays, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: d, uid: u}]}}");
    dependent("a", "00000000-0000-0000-0000-000000000000", "");

    eventually(() -> isGone(CONFIG_MAP, "a"));

    assertTrue(api.get(CONFIG_MAP, "stays").isPresent());
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    api.create(CONFIG_MAP, "{metadata: {name: a}}");
    api.create(BOX, "{metadata: {name: b, finalizers: [x.y/hold]}, spec: {}}");
    api.deletion().delete(api.type("namespaces"), "", "ns", DeleteOptions.BACKGROUND);
    eventually(() -> isGone(CONFIG_MAP, "a"));
    assertTrue(api.get("namespaces", "ns").isPresent());

    api.patch(BOX, "b", "{metadata: {finalizers: null}}", EndpointFixture.PLAIN);

    eventually(() -> isGone("namespaces", "ns"));
  }

  @Test
  void removesTheObjectsOfADefinitionWithIt() {
    api.create(BOX, "{metadata: {name: b}, spec: {}}");
    var key = api.type(BOX).key("ns", "b");

    api.delete(
        "customresourcedefinitions.apiextensions.k8s.io", "boxes.x.y", DeleteOptions.BACKGROUND);

    eventually(() -> api.catalog().byId(BOX).isEmpty());
    assertTrue(api.store().get(key).isEmpty());
  }
}
