package dev.lamina.agent.trust;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {
  private static final Digest INDEX = Digest.sha256(new byte[] {1});
  private static final Digest IMAGE = Digest.sha256(new byte[] {2});
  private static final Digest OTHER = Digest.sha256(new byte[] {3});

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/nginx, nginx:1, true",
    "docker.io/library/nginx:1, nginx:1, true",
    "docker.io/library/nginx:1, nginx:2, false",
    "docker.io/library/*, nginx, true",
    "docker.io/library/*, docker.io/team/nginx, false",
    "*/team/*, quay.io/team/web, true",
    "*, quay.io/a/b/c, true",
    "quay.io/team, quay.io/team2, false",
    "*a*a*a*a*b, quay.io/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
  })
  void patternsMatchWholeNames(String pattern, String reference, boolean matches) {
    assertEquals(matches, new NamePattern(pattern).matches(Reference.parse(reference)));
  }

  @Test
  void refusesADeniedNameEvenIfItIsAllowed() {
    var rules = new NameRules(List.of(pattern("*")), List.of(pattern("quay.io/bad/*")));

    assertDoesNotThrow(() -> rules.admit(subject("quay.io/good/web")));
    assertDenied(rules, "quay.io/bad/web");
  }

  @Test
  void refusesWhatIsNotAllowedOnceAnythingIs() {
    var rules = new NameRules(List.of(pattern("quay.io/team/*")), List.of());

    assertDenied(rules, "nginx");
  }

  @Test
  void aPinnedNameMeansItsDigestsOnly() {
    var pinned = List.of(new DigestPins.Pin(pattern("docker.io/library/nginx"), Set.of(INDEX)));
    var elsewhere = List.of(new DigestPins.Pin(pattern("docker.io/library/nginx"), Set.of(OTHER)));

    assertDoesNotThrow(() -> new DigestPins(pinned).admit(subject("nginx")));
    assertDoesNotThrow(() -> new DigestPins(elsewhere).admit(subject("redis")));
    assertDenied(new DigestPins(elsewhere), "nginx");
  }

  @Test
  void everyPolicyMayRefuse() {
    var deny = new NameRules(List.of(), List.of(pattern("*")));

    assertDenied(TrustPolicy.all(List.of(TrustPolicy.NONE, deny)), "nginx");
  }

  private static void assertDenied(TrustPolicy policy, String name) {
    var refusal = assertThrows(AgentException.class, () -> policy.admit(subject(name)));
    assertEquals(FailureReason.TrustDenied, refusal.reason());
  }

  private static NamePattern pattern(String text) {
    return new NamePattern(text);
  }

  private static TrustSubject subject(String name) {
    var config = new Descriptor(MediaTypes.OCI_CONFIG, OTHER, 1);
    return new TrustSubject(
        Reference.parse(name), INDEX, IMAGE, Manifest.of(config, List.of()), TrustSubject.Use.PULL);
  }
}
