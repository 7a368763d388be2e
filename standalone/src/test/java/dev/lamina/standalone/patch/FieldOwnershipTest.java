package dev.lamina.standalone.patch;

import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Definition;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.status.StatusException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldOwnershipTest {
  private static final ResourceType TYPE =
      Definition.parse(
              yaml(
                  """
                  spec:
                    group: x.y
                    scope: Cluster
                    names: {kind: Box, plural: boxes}
                    versions:
                    - name: v1
                      subresources: {status: {}}
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties:
                                size: {type: integer}
                                color: {type: string}
                                tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                                command: {type: array, items: {type: string}}
                                ports:
                                  type: array
                                  x-kubernetes-list-type: map
                                  x-kubernetes-list-map-keys: [port]
                                  items: {type: object, properties: {port: {type: integer}, name: {type: string}}}
                            status: {type: object, properties: {phase: {type: string}}}
                  """),
              false)
          .orElseThrow();

  private final FieldOwnership ownership =
      new FieldOwnership(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  private static KubeObject box(String spec) {
    var tree = (ObjectNode) yaml("{apiVersion: x.y/v1, kind: Box, metadata: {name: b}}");
    tree.set("spec", yaml(spec));
    return new KubeObject(tree);
  }

  private KubeObject apply(KubeObject live, String spec, String manager) {
    return apply(live, spec, manager, false);
  }

  private KubeObject apply(KubeObject live, String spec, String manager, boolean force) {
    return ownership.apply(live, box(spec), TYPE, FieldOwnership.applier(manager, ""), force);
  }

  private static void assertSpec(String expected, KubeObject object) {
    assertEquals(yaml(expected), object.tree().path("spec"));
  }

  @Test
  void takesAwayWhatItsManagerNoLongerNames() {
    var first = apply(box("{}"), "{size: 1, color: red, tags: [a, b], ports: [{port: 80}]}", "me");

    var second = apply(first, "{size: 1, tags: [b]}", "me");

    assertSpec("{size: 1, tags: [b]}", second);
  }

  @Test
  void keepsWhatOthersOwn() {
    var mine = apply(box("{}"), "{tags: [a], ports: [{port: 80, name: web}]}", "me");
    var both = apply(mine, "{tags: [b], ports: [{port: 443}, {port: 80}]}", "you");

    var left = apply(both, "{}", "me");

    assertSpec("{tags: [b], ports: [{port: 80}, {port: 443}]}", left);
  }

  @Test
  void refusesToChangeFieldsOfOthers() {
    var mine = apply(box("{}"), "{size: 1, command: [a]}", "me");

    var failure =
        assertThrows(StatusException.class, () -> apply(mine, "{size: 2, command: [b]}", "you"));

    assertEquals(409, failure.status().code());
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"me\":\n- .spec.command\n- .spec.size",
        failure.getMessage());
  }

  @Test
  void letsTwoOwnTheSameValue() {
    var mine = apply(box("{}"), "{size: 1}", "me");

    var both = apply(mine, "{size: 1}", "you");

    assertSpec("{size: 1}", apply(both, "{}", "me"));
  }

  @Test
  void takesFieldsOverByForce() {
    var mine = apply(box("{}"), "{size: 1}", "me");

    var forced = apply(mine, "{size: 2}", "you", true);

    assertSpec("{size: 2}", forced);
    assertSpec("{size: 2}", apply(forced, "{}", "me"));
  }

  @Test
  void givesFieldsToWhoUpdatesThem() {
    var mine = apply(box("{}"), "{size: 1, color: red}", "me");
    var edited = mine.copy();
    edited.tree().withObjectProperty("spec").put("size", 5);

    ownership.recordUpdate(Optional.of(mine), edited, TYPE, FieldOwnership.updater("edit", ""));

    var failure = assertThrows(StatusException.class, () -> apply(edited, "{size: 1}", "me"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"edit\" using x.y/v1 at 2026-01-01T00:00:00Z:"
            + " .spec.size",
        failure.getMessage());
  }

  @Test
  void ownsTheStatusApartFromTheRest() {
    var live = apply(box("{}"), "{size: 1}", "me");
    var status = box("{size: 7}");
    status.tree().putObject("status").put("phase", "Open");

    var result =
        ownership.apply(live, status, TYPE, FieldOwnership.applier("operator", "status"), false);

    assertSpec("{size: 1}", result);
    assertEquals("Open", result.textAt(".status.phase"));
    assertEquals(
        List.of("me", "operator"),
        result
            .metadata()
            .path("managedFields")
            .valueStream()
            .map(it -> it.path("manager").asText())
            .toList());
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    var first = apply(box("{}"), "{size: 1, tags: [a], ports: [{port: 80}]}", "me");

    var second = apply(first, "{size: 1, tags: [a], ports: [{port: 80}]}", "me");

    assertEquals(first, second);
  }
}
