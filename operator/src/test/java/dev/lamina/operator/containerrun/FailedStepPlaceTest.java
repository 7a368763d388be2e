package dev.lamina.operator.containerrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.FailedStep;
import dev.lamina.crds.containerrun.ImagePullPolicy;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.operator.containerrun.FailedStepPlace.Nowhere;
import dev.lamina.operator.containerrun.FailedStepPlace.On;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedStepPlaceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void isTheNodeOfTheNewestBuildWhileItIsKept() {
    assertEquals(new On("n1"), place(3, build(3, "2026-11-20T12:00:01Z")));
  }

  @Test
  void saysWhyThereIsNothing() {
    var kept = build(3, "2026-11-20T12:00:00Z");
    assertWhy("build 3 of ImageBuild web was kept until 2026-11-20T12:00:00Z", place(3, kept));
    assertWhy("the newest is build 3", place(2, kept));
    assertTrue(place(4, kept) instanceof FailedStepPlace.Pending);
    assertWhy("has built nothing", FailedStepPlace.of(new FailedStep("db", 1L), List.of(), NOW));
    assertWhy("has left nothing", place(3, build("{buildNumber: 3, nodeName: n1}")));
  }

  @Test
  void aRunOfItIsAShellOnThatNode() {
    var run = run("");
    var inputs = RunInputs.of(run, new On("n1"));

    assertTrue(inputs instanceof RunInputs.Ordered);
    var ordered = (RunInputs.Ordered) inputs;
    assertEquals("n1", ordered.node());
    assertEquals("localhost/failed-step/web:3", ordered.order().image());
    assertEquals(ImagePullPolicy.Never, ordered.order().imagePullPolicy());
    assertTrue(ordered.order().stdin() && ordered.order().tty());
    var command = (RunInputs.Ordered) RunInputs.of(run("command: [ls],"), new On("n1"));
    assertEquals(false, command.order().tty());
  }

  @Test
  void aRunOfWhatIsGoneIsRefused() {
    var refused = (RunInputs.Refused) RunInputs.of(run(""), new Nowhere("it was kept until noon"));
    assertEquals("spec.source.failedStep: it was kept until noon", refused.message());
  }

  private static void assertWhy(String why, FailedStepPlace place) {
    assertTrue(place instanceof Nowhere nowhere && nowhere.why().contains(why), place::toString);
  }

  private static FailedStepPlace place(long number, ImageBuild build) {
    return FailedStepPlace.of(new FailedStep("web", number), List.of(build), NOW);
  }

  private static ImageBuild build(long number, String until) {
    return build(
        "{buildNumber: %d, nodeName: n1, failure: {kept: {image: web, until: '%s'}}}"
            .formatted(number, until));
  }

  private static ImageBuild build(String status) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageBuild
        metadata: {name: web, namespace: team-a}
        spec: {source: {inline: {dockerfile: FROM scratch}}, output: {images: [web]}}
        status: %s
        """
            .formatted(status),
        ImageBuild.class);
  }

  private static ContainerRun run(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ContainerRun
        metadata: {name: look, namespace: team-a, uid: u1, generation: 1}
        spec: {%s source: {failedStep: {imageBuild: web, buildNumber: 3}}}
        """
            .formatted(fields),
        ContainerRun.class);
  }
}
