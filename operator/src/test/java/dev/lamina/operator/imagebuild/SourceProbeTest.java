package dev.lamina.operator.imagebuild;

import static dev.lamina.operator.imagebuild.BuildDecider.decide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.payload.ProbeOrder;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A build that ended at noon and looks for its base image every hour, for its commit every minute.
class SourceProbeTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String BUILT =
      """
      buildNumber: 3
      nodeName: n1
      completionTime: '2026-11-20T12:00:00Z'
      baseImages: [{ref: 'docker.io/library/a:1', digest: 'sha256:1'}, {ref: 'b@sha256:2', digest: 'sha256:2'}]
      source: {revision: aaaa}
      """;

  @Test
  void isDueOneIntervalAfterTheBuildAndThenAfterTheLastLook() {
    var hour = Duration.ofHours(1);
    assertEquals(Optional.of(hour), dueIn(SourceProbe.BASES, 0));
    assertEquals(Optional.of(Duration.ZERO), dueIn(SourceProbe.BASES, 60));
    assertEquals(Optional.of(Duration.ofMinutes(-1)), dueIn(SourceProbe.COMMIT, 2));
    var looked = base("12:30:00", "sha256:1");
    assertEquals(Optional.of(Duration.ofMinutes(50)), dueIn(SourceProbe.BASES, 40, looked));
    assertEquals(Optional.of(Duration.ofMinutes(-39)), dueIn(SourceProbe.COMMIT, 40, looked));
  }

  @Test
  void looksForNamesAndNotForDigests() {
    var order = SourceProbe.BASES.order(observed(0), build().getStatus()).orElseThrow();
    assertEquals("docker.io/library/a:1", order.bases().getFirst().ref());
    assertEquals(1, order.bases().size());
    assertEquals(
        Optional.of("aaaa"),
        SourceProbe.COMMIT.order(observed(0), build().getStatus()).map(ProbeOrder::commit));
  }

  @Test
  void anotherDigestOrCommitStartsABuildOnce() {
    assertEquals(Optional.empty(), SourceProbe.trigger(observed(61, base("13:00:00", "sha256:1"))));
    assertEquals(
        Optional.of("BaseImageChanged"),
        SourceProbe.trigger(observed(61, base("13:00:00", "sha256:9"))));
    assertEquals(
        Optional.of("GitRevisionChanged"),
        SourceProbe.trigger(observed(2, commit("12:01:00", "bbbb"))));
    // The build that it started has ended since.
    assertEquals(Optional.empty(), SourceProbe.trigger(observed(61, base("11:59:59", "sha256:9"))));
  }

  @Test
  void theBuildThatItStartsPullsItsBaseImages() {
    var hash = ((BuildInputs.Ordered) BuildInputs.of(build(), BuildSample.NOTHING)).hash();
    var build = build(BUILT + "inputsHash: '" + hash + "'\n");

    var start = (BuildDecision.Start) decide(observed(build, 61, base("13:00:00", "sha256:9")));

    assertEquals("BaseImageChanged", start.trigger());
    assertEquals(4, start.buildNumber());
    assertEquals(true, start.order().pullBases());
    assertEquals(hash, start.inputsHash());
    assertTrue(
        decide(observed(build, 61, base("13:00:00", "sha256:1"))) instanceof BuildDecision.Rest);
  }

  @Test
  void aLookThatFailedSaysNothingAndCountsAsOne() {
    var task = probe("probe: {bases: []}", "13:00:00", "", "False");
    assertEquals(Optional.empty(), SourceProbe.trigger(observed(61, task)));
    assertEquals(Optional.of(Duration.ofMinutes(59)), dueIn(SourceProbe.BASES, 61, task));
  }

  @Test
  void afterABuildThatFailedTheLastLookSaysWhatTheSourcesWere() {
    var observed = observed(61, base("12:00:00", "sha256:9"));
    var failed = build("buildNumber: 4\ncompletionTime: '2026-11-20T12:01:00Z'\n");
    var order = SourceProbe.BASES.order(observed, failed.getStatus()).orElseThrow();
    assertEquals("sha256:9", order.bases().getFirst().digest());
  }

  private static Optional<Duration> dueIn(SourceProbe probe, int minutes, NodeTask... probes) {
    return probe.dueIn(observed(minutes, probes), build().getStatus());
  }

  private static Observed observed(int minutes, NodeTask... probes) {
    return observed(build(), minutes, probes);
  }

  private static Observed observed(ImageBuild build, int minutes, NodeTask... probes) {
    return new Observed(
        build,
        BuildInputs.of(build, BuildSample.NOTHING),
        List.of(),
        List.of(probes),
        Set.of(),
        List.of(new Candidate("n1", Map.of(), null, null, 0)),
        Set::of,
        NOON.plusSeconds(60L * minutes));
  }

  private static ImageBuild build() {
    return build(BUILT);
  }

  private static ImageBuild build(String status) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageBuild
        metadata: {name: web, namespace: team-a, uid: u1, generation: 1}
        spec:
          source: {git: {url: 'https://git.test/a.git', revision: main}}
          triggers: {baseImage: {interval: 1h}, git: {interval: 1m}}
          output: {images: [web]}
        status:
        """
            + status.indent(2),
        ImageBuild.class);
  }

  private static NodeTask base(String time, String digest) {
    return probe(
        "probe: {bases: [{ref: 'docker.io/library/a:1', digest: 'sha256:1'}]}",
        time,
        "baseImages: [{ref: 'docker.io/library/a:1', digest: '%s'}]".formatted(digest),
        "True");
  }

  private static NodeTask commit(String time, String commit) {
    return probe("probe: {commit: aaaa}", time, "source: {revision: %s}".formatted(commit), "True");
  }

  private static NodeTask probe(String order, String time, String report, String succeeded) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: NodeTask
        metadata:
          name: web-probe
          namespace: team-a
          creationTimestamp: '2026-11-20T%2$sZ'
          labels: {lamina.dev/generation: '0'}
        spec: {type: Build, nodeName: n1, attempt: 1, payload: {tenant: team-a, owner: web, %1$s}}
        status:
          build: {%3$s}
          conditions:
          - {type: Succeeded, status: '%4$s', reason: R, message: '', lastTransitionTime: '2026-11-20T%2$sZ'}
        """
            .formatted(order, time, report, succeeded),
        NodeTask.class);
  }
}
