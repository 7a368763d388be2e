package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.nodes.NodeTaint;
import dev.lamina.operator.status.Expiry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImagePullReconcilerTest {
  private static final String ALL = "parallelism: 100%,";

  private final PullSample cluster = new PullSample();
  private @Nullable UnusableSecretException problem;
  private final FakePods pods = new FakePods();
  private ImagePullReconciler reconciler = reconciler(PullSample.NOW);

  private ImagePullReconciler reconciler(Instant now) {
    return new ImagePullReconciler(
        cluster,
        cluster,
        cluster,
        this::secrets,
        pods,
        (_, _) -> {},
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private Keyring secrets(HasMetadata owner, List<ObjectName> names) {
    if (problem != null) {
      throw problem;
    }
    var keyring = new Keyring("team-a/" + owner.getMetadata().getName());
    var auths = JsonNodeFactory.instance.objectNode();
    auths.putObject("https://registry.example.com/v2/").put("auth", "dTpw");
    auths.putObject("other.example.com").put("auth", "c2VjcmV0");
    keyring.add(auths, "uid/1");
    return keyring;
  }

  /// Visits, and writes the status as the API server would.
  private ImagePullStatus visit(ImagePull pull) {
    var status = Objects.requireNonNull(reconciler.visit(pull).status());
    pull.setStatus(status);
    return status;
  }

  private static Condition ready(ImagePullStatus status) {
    return Condition.find(status.conditions(), Condition.READY).orElseThrow();
  }

  @Test
  void oneNodeFindsOutTheDigestAndAllOthersGetIt() {
    cluster.with("a", "b", "c");
    var pull = PullSample.pull(ALL);
    var first = visit(pull);
    assertEquals(List.of("a"), cluster.busy());
    assertNull(cluster.share("a").assignments().getFirst().digest());
    assertEquals("RollingOut", ready(first).reason());
    assertEquals(2, first.observedGeneration());
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    visit(pull);
    assertEquals(List.of("b", "c"), cluster.busy());
    assertEquals("sha256:a", cluster.share("b").assignments().getFirst().digest());
    cluster.answer("b", ResultState.Succeeded, "Pulled");
    cluster.answer("c", ResultState.Skipped, "NoSpace");
    var last = visit(pull);
    assertEquals(ConditionStatus.True, ready(last).status());
    assertEquals(3, last.desired());
    assertEquals(2, last.succeeded());
    assertEquals(1, last.skipped());
    assertEquals("sha256:a", last.resolved().getFirst().digest());
    assertNotNull(last.completionTime());
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aWrongNameIsImageNotFound() {
    cluster.with("a", "b");
    var pull = PullSample.pull(ALL);
    visit(pull);
    cluster.answer("a", ResultState.Failed, "ImageNotFound");
    var status = visit(pull);
    assertEquals(ConditionStatus.False, ready(status).status());
    assertEquals("ImageNotFound", ready(status).reason());
    assertEquals("a", status.failedNodes().getFirst().node());
    assertEquals(List.of(), cluster.busy(), "no other node is asked for it");
  }

  @Test
  void afterARestartTheSameWorkGoesOn() {
    cluster.with("a", "b");
    var pull = PullSample.pull(ALL);
    visit(pull);
    var asked = cluster.share("a").assignments();
    cluster.put("a", asked, List.of());
    cluster.shares.clear();
    reconciler = reconciler(PullSample.NOW.plusSeconds(1));
    visit(pull);
    assertEquals(List.of("a"), cluster.busy());
    assertEquals(asked.getFirst().id(), cluster.share("a").assignments().getFirst().id());
  }

  @Test
  void aNodeThatJoinsLaterGetsAContinuousPullToo() {
    cluster.with("a");
    var pull = PullSample.pull(ALL + "mode: Continuous,");
    visit(pull);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    assertEquals(ConditionStatus.True, ready(visit(pull)).status());
    cluster.with("b");
    visit(pull);
    assertEquals(List.of("b"), cluster.busy());
  }

  @Test
  void aPullThatIsDoneAsksNobodyAgain() {
    cluster.with("a");
    var pull = PullSample.pull(ALL);
    visit(pull);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    var done = visit(pull);
    cluster.with("b");
    assertEquals(done, visit(pull));
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aDeadlineGivesUpWhatIsOpen() {
    cluster.with("a");
    var pull = PullSample.pull(ALL + "timeoutSeconds: 10, activeDeadlineSeconds: 10,");
    visit(pull);
    cluster.put("a", cluster.share("a").assignments(), List.of());
    reconciler = reconciler(PullSample.NOW.plusSeconds(10));
    assertEquals("DeadlineExceeded", ready(visit(pull)).reason());
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void pinsWhatANodeGetsUntilThePullIsDeleted() {
    cluster.with("a", "b");
    var pull = PullSample.pull(ALL + "pin: true,");
    visit(pull);
    assertEquals(List.of(), cluster.share("a").pins(), "nobody knows the digest yet");
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    visit(pull);
    cluster.answer("b", ResultState.Failed, "NoSpace");
    visit(pull);
    assertEquals(List.of("sha256:a"), cluster.share("a").pins());
    assertEquals(List.of(), cluster.share("b").pins(), "it has no such image");
    var spec = new ImageNodeSpec(1L, false, List.of(), List.of(), List.of("sha256:a"), null, null);
    Objects.requireNonNull(cluster.imageNodes.get("a")).setSpec(spec);
    reconciler = reconciler(PullSample.NOW);
    assertTrue(reconciler.release(pull));
    assertEquals(Share.NONE, cluster.share("a"));
  }

  @Test
  void sealsTheEntryOfTheRegistryToTheNode() {
    cluster.with("a");
    visit(PullSample.pull(ALL + "pullSecretRefs: [{name: registry}],"));
    var credentials = cluster.share("a").credentials();
    assertEquals(1, credentials.size());
    var value = credentials.getFirst();
    assertEquals(value.id(), cluster.share("a").assignments().getFirst().cred());
    var opened = PullSample.KEYS.open(value, new SealingContext("team-a/warm", "a"));
    assertEquals(
        "{\"auths\":{\"https://registry.example.com/v2/\":{\"auth\":\"dTpw\"}}}",
        new String(opened, StandardCharsets.UTF_8));
  }

  @Test
  void refusesWhatIsNotBuiltByItsName() {
    cluster.with("a");
    var status = visit(PullSample.pull("peers: Prefer, trustPolicyRef: {name: signed},"));
    assertEquals("NotSupported", ready(status).reason());
    assertTrue(ready(status).message().contains("spec.peers Prefer, spec.trustPolicyRef"));
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aSecretThatIsNotThereIsSaidAndWaitedFor() {
    cluster.with("a");
    problem = UnusableSecretException.missing("registry");
    var pull = PullSample.pull(ALL + "pullSecretRefs: [{name: registry}],");
    var status = visit(pull);
    assertEquals("SecretNotFound", ready(status).reason());
    assertTrue(ready(status).message().startsWith("Secret registry does not exist"));
    assertTrue(ready(status).message().contains("create it"));
    assertEquals(List.of(), cluster.busy());
    problem = null;
    assertEquals("RollingOut", ready(visit(pull)).reason());
    assertEquals(List.of("a"), cluster.busy());
  }

  @Test
  void saysThatItDoesNotDeleteWhatGitWouldBringBack() {
    cluster.with("a");
    var pull = PullSample.pull(ALL + "ttlSecondsAfterFinished: 60,");
    visit(pull);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    var done = visit(pull);
    assertTrue(Condition.find(done.conditions(), Expiry.IGNORED).isEmpty());
    pull.getMetadata().setAnnotations(Map.of("argocd.argoproj.io/tracking-id", "shop"));
    var ignored = Condition.find(visit(pull).conditions(), Expiry.IGNORED).orElseThrow();
    assertEquals(ConditionStatus.True, ignored.status());
    assertEquals("ManagedByGitOps", ignored.reason());
    assertEquals(done.completionTime(), visit(pull).completionTime());
  }

  /// A node lists the credentials of all pulls, by id.
  @Test
  void twoPullsOfOneSecretHaveCredentialsOfTheirOwn() {
    cluster.with("a");
    var secret = ALL + "pullSecretRefs: [{name: registry}],";
    visit(PullSample.pull(secret));
    var first = cluster.share("a").credentials().getFirst();
    var other = PullSample.pull(secret);
    other.getMetadata().setName("other");
    other.getMetadata().setUid("u2");
    visit(other);
    var second = cluster.share("a").credentials().getFirst();
    assertNotEquals(first.id(), second.id());
    assertTrue(PullSample.KEYS.open(second, new SealingContext("team-a/other", "a")).length > 0);
  }

  @Test
  void numbersAloneAreNotReportedTwiceInTwoSeconds() {
    cluster.with("a");
    var pull = PullSample.pull(ALL);
    visit(pull);
    var visit = reconciler.visit(pull);
    visit.session().reported = PullSample.NOW.minus(Duration.ofSeconds(1));
    cluster.answer("a", ResultState.Running, "Pulling");
    assertNull(reconciler.visit(pull).status());
  }

  @Test
  void namedNodesThatAreNotThereAreWaitedFor() {
    cluster.with("a");
    var pull = PullSample.pull(ALL + "nodes: {names: [a, z]},");
    visit(pull);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    var status = visit(pull);
    assertEquals("NoNodeAvailable", ready(status).reason());
    assertTrue(ready(status).message().contains("z"));
  }

  @Test
  void suspendedAndPausedPullsAskNobody() {
    cluster.with("a", "b");
    assertEquals("Suspended", ready(visit(PullSample.pull("suspend: true,"))).reason());
    assertEquals("Paused", ready(visit(PullSample.pull("parallelism: 0,"))).reason());
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aTaintKeepsImagesAwayUnlessItIsToleratedOrTheNodeIsNamed() {
    cluster.with("a", "b");
    cluster.taints.put("a", List.of(new NodeTaint("dedicated", "gpu", "NoSchedule")));
    visit(PullSample.pull(ALL));
    assertEquals(List.of("b"), cluster.busy());
    cluster.shares.clear();
    reconciler = reconciler(PullSample.NOW);
    visit(PullSample.pull(ALL + "nodes: {tolerations: [{key: dedicated, value: gpu}]},"));
    assertEquals(List.of("a"), cluster.busy(), "the first of both finds out the digest");
    cluster.shares.clear();
    reconciler = reconciler(PullSample.NOW);
    visit(PullSample.pull(ALL + "nodes: {names: [a]},"));
    assertEquals(List.of("a"), cluster.busy());
  }

  @Test
  void aPodSelectorMeansTheNodesOfItsPods() {
    cluster.with("a", "b");
    pods.view = PodNodes.View.READING;
    var pull = PullSample.pull(ALL + "nodes: {podSelector: {matchLabels: {app: web}}},");
    assertEquals("PodsNotKnown", ready(visit(pull)).reason());
    assertEquals(List.of(), cluster.busy());
    pods.view = PodNodes.View.of(Set.of("b", "somewhere-else"));
    visit(pull);
    assertEquals(List.of("b"), cluster.busy());
    pods.view = new PodNodes.View(null, "forbidden");
    assertEquals(1, visit(pull).desired(), "what is under way goes on");
    assertEquals(List.of("b"), cluster.busy());
  }

  private static final class FakePods implements PodNodes {
    private @Nullable View view;

    @Override
    public Optional<View> view(ImagePull pull) {
      return Optional.ofNullable(view);
    }

    @Override
    public void forget(ImagePull pull) {}

    @Override
    public void onChange(Consumer<String> listener) {}
  }

  @Test
  void aSelectorMeansTheNodesThatMatch() {
    cluster.with("a", "b");
    visit(
        PullSample.pull(
            ALL
                + "nodes: {selector: {matchExpressions: [{key: name, operator: NotIn, values:"
                + " [a]}]}},"));
    assertEquals(Set.of("b"), Set.copyOf(cluster.busy()));
  }
}
