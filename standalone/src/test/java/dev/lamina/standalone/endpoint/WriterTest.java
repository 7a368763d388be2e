package dev.lamina.standalone.endpoint;

import static dev.lamina.standalone.endpoint.EndpointFixture.DRY_RUN;
import static dev.lamina.standalone.endpoint.EndpointFixture.PLAIN;
import static dev.lamina.standalone.endpoint.EndpointFixture.STATUS;
import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.endpoint.WriteOptions.FieldValidation;
import dev.lamina.standalone.lifecycle.DeleteOptions;
import dev.lamina.standalone.status.StatusException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  private static final String BOX = "boxes.x.y";

  @TempDir Path directory;

  private EndpointFixture api;

  @BeforeEach
  void open() {
    api = new EndpointFixture(directory);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String refusal(Executable request) {
    return assertThrows(StatusException.class, request).status().message();
  }

  @Test
  void fillsInDefaultsAndServerMetadata() {
    var box = api.create(BOX, "{metadata: {generateName: b-}, spec: {}, status: {phase: X}}");

    assertTrue(box.name().matches("b-[a-z0-9]{5}"), box::name);
    assertEquals(yaml("{size: 1}"), box.tree().path("spec"));
    assertFalse(box.tree().has("status"), "status is written apart");
    assertEquals(1, box.generation());
    assertFalse(box.uid().isEmpty());
  }

  @Test
  void countsGenerationsOfTheSpecOnly() {
    api.create(BOX, "{metadata: {name: b}, spec: {color: red}}");

    api.patch(BOX, "b", "{metadata: {labels: {a: b}}}", PLAIN);
    api.patch(BOX, "b", "{status: {phase: Open}}", STATUS);
    assertEquals(1, api.get(BOX, "b").orElseThrow().generation());

    api.patch(BOX, "b", "{spec: {color: blue}}", PLAIN);
    assertEquals(2, api.get(BOX, "b").orElseThrow().generation());
  }

  @Test
  void keepsSpecAndStatusApart() {
    api.create(BOX, "{metadata: {name: b}, spec: {color: red}}");

    api.patch(BOX, "b", "{spec: {color: blue}, status: {phase: Open}}", STATUS);
    api.patch(BOX, "b", "{status: {phase: Shut}}", PLAIN);

    var box = api.get(BOX, "b").orElseThrow();
    assertEquals("red", box.textAt(".spec.color"));
    assertEquals("Open", box.textAt(".status.phase"));
  }

  @Test
  void writesNothingWhenNothingChanges() {
    var first = api.create(BOX, "{metadata: {name: b}, spec: {color: red}}");

    var second = api.patch(BOX, "b", "{spec: {color: red}}", PLAIN).object();

    assertEquals(first.resourceVersion(), second.resourceVersion());
  }

  @Test
  void refusesAWriteToAnOlderState() {
    var old = api.create(BOX, "{metadata: {name: b}, spec: {color: red}}");
    api.patch(BOX, "b", "{spec: {color: blue}}", PLAIN);

    assertEquals(
        "Operation cannot be fulfilled on boxes.x.y \"b\": the object has been modified; please"
            + " apply your changes to the latest version and try again",
        refusal(() -> api.writer().update(api.type(BOX), "ns", "b", old.copy().tree(), PLAIN)));
  }

  @Test
  void saysWhichUnknownFieldsItRefusesOrDrops() {
    var body = "{metadata: {name: b}, spec: {colour: red}}";
    var lenient = new WriteOptions("", "test", FieldValidation.Warn, false);

    assertEquals(
        "Box in version \"v1\" cannot be handled as a Box: strict decoding error: unknown field"
            + " \"spec.colour\"",
        refusal(() -> api.create(BOX, body)));
    var written = api.writer().create(api.type(BOX), "ns", (ObjectNode) yaml(body), lenient);
    assertEquals(List.of("unknown field \"spec.colour\""), written.warnings());
  }

  @Test
  void checksTransitionRules() {
    api.create(BOX, "{metadata: {name: b}, spec: {}}");

    assertEquals(
        "Box.x.y \"b\" is invalid: spec: Invalid value: \"object\": size is immutable",
        refusal(() -> api.patch(BOX, "b", "{spec: {size: 2}}", PLAIN)));
  }

  @Test
  void showsADryRunAndKeepsNothingOfIt() {
    var revision = api.store().revision();
    var body = (ObjectNode) yaml("{metadata: {name: b}, spec: {}}");

    var written = api.writer().create(api.type(BOX), "ns", body, DRY_RUN);

    assertEquals("1", written.object().textAt(".spec.size"));
    assertEquals(revision, api.store().revision());
    assertTrue(api.get(BOX, "b").isEmpty());
  }

  @Test
  void createsNothingInANamespaceThatIsMissingOrGoing() {
    var body = (ObjectNode) yaml("{metadata: {name: b}}");
    assertEquals(
        "namespaces \"none\" not found",
        refusal(() -> api.writer().create(api.type("configmaps"), "none", body.deepCopy(), PLAIN)));

    api.deletion().delete(api.type("namespaces"), "", "ns", DeleteOptions.BACKGROUND);
    assertEquals(
        "configmaps \"b\" is forbidden: unable to create new content in namespace ns because it is"
            + " being terminated",
        refusal(() -> api.create("configmaps", "{metadata: {name: b}}")));
  }

  @Test
  void encodesTheTextOfSecretsAndKeepsWhatIsImmutable() {
    var secret =
        api.create("secrets", "{metadata: {name: s}, stringData: {a: b}, immutable: true}");

    assertEquals(yaml("{a: Yg==}"), secret.tree().path("data"));
    assertEquals(
        "Secret \"s\" is invalid: data: Forbidden: field is immutable when `immutable` is set",
        refusal(() -> api.patch("secrets", "s", "{data: {a: Yw==}}", PLAIN)));
  }

  @Test
  void removesADeletedObjectWithItsLastFinalizer() {
    api.create(BOX, "{metadata: {name: b, finalizers: [x.y/hold]}, spec: {}}");

    assertFalse(api.delete(BOX, "b", DeleteOptions.BACKGROUND).isGone());
    assertEquals(
        "Box.x.y \"b\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added"
            + " if the object is being deleted, found new finalizers []string{\"z\"}",
        refusal(() -> api.patch(BOX, "b", "{metadata: {finalizers: [x.y/hold, z]}}", PLAIN)));
    api.patch(BOX, "b", "{metadata: {finalizers: null}}", PLAIN);

    assertTrue(api.get(BOX, "b").isEmpty());
  }

  @Test
  void refusesADefinitionOfTwoServedVersions() {
    var definition =
        """
        metadata: {name: cans.x.y}
        spec:
          group: x.y
          scope: Cluster
          names: {kind: Can, plural: cans}
          versions: [{name: v1, served: true, storage: true}, {name: v2, served: true, storage: false}]
        """;

    assertEquals(
        "CustomResourceDefinition.apiextensions.k8s.io \"cans.x.y\" is invalid: spec.versions:"
            + " Forbidden: this API serves one version of a kind, found 2",
        refusal(() -> api.create("customresourcedefinitions.apiextensions.k8s.io", definition)));
  }
}
