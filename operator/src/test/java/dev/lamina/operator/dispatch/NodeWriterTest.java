package dev.lamina.operator.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.SealedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeWriterTest {
  private static final String WARM = "team-a/warm";
  private static final String OTHER = "team-b/other";

  private final ShareTable shares = new ShareTable();
  private final Mailbox mailbox = new Mailbox();
  private final List<Assignment> tasks = new ArrayList<>();
  private final NodeWriter writer = new NodeWriter(mailbox, shares, node -> List.copyOf(tasks));

  private void put(String owner, Share share) {
    writer.finished(share.finished());
    shares.put(owner, "n", share);
  }

  @Test
  void aPullCostsOneWriteAndRestNone() {
    put(WARM, open(pull("p-1", WARM)));
    assertTrue(writer.write("n"));
    put(WARM, new Share(List.of(), List.of(), List.of(), Set.of("p-1")));
    assertFalse(writer.write("n"), "what has ended leaves with another write");
    assertFalse(writer.write("n"));
    assertEquals(1, mailbox.writes);
  }

  @Test
  void aPinnedPullWhoseDigestIsFoundOutCostsTwoWrites() {
    put(WARM, open(pull("p-1", WARM)));
    writer.write("n");
    put(WARM, new Share(List.of(), List.of(), List.of("sha256:a"), Set.of("p-1")));
    writer.write("n");
    writer.write("n");
    assertEquals(2, mailbox.writes);
    assertEquals(List.of("sha256:a"), mailbox.spec.pins());
    assertEquals(List.of(), mailbox.spec.assignments());
  }

  @Test
  void aPullThatIsGivenUpIsTakenOffTheListAtOnce() {
    put(WARM, open(pull("p-1", WARM)));
    writer.write("n");
    put(WARM, Share.NONE);
    assertTrue(writer.write("n"));
    assertEquals(List.of(), mailbox.spec.assignments());
  }

  @Test
  void afterARestartAListedPullStaysUntilItsOwnerHasSpoken() {
    mailbox.spec =
        new ImageNodeSpec(
            7L,
            false,
            List.of(pull("p-1", WARM, "c-1"), pull("p-2", OTHER)),
            List.of(sealed("c-1", "k1", "x")),
            List.of("sha256:a"),
            null,
            null);
    tasks.add(Assignment.ofTask("b-1", Operation.Build, "team-a/b", "team-a/b", false, false));
    assertTrue(writer.write("n"));
    assertEquals(List.of("b-1", "p-1", "p-2"), ids());
    assertEquals(1, mailbox.spec.credentials().size());
    assertEquals(List.of("sha256:a"), mailbox.spec.pins());
    put(OTHER, Share.NONE);
    assertTrue(writer.write("n"));
    assertEquals(List.of("b-1", "p-1"), ids());
  }

  @Test
  void aPinStaysAsLongAsOneOwnerWantsIt() {
    put(WARM, new Share(List.of(), List.of(), List.of("sha256:a"), Set.of()));
    put(OTHER, new Share(List.of(), List.of(), List.of("sha256:a"), Set.of()));
    writer.write("n");
    put(WARM, Share.NONE);
    assertFalse(writer.write("n"));
    put(OTHER, Share.NONE);
    assertTrue(writer.write("n"));
    assertEquals(List.of(), mailbox.spec.pins());
  }

  @Test
  void aCredentialIsWrittenAgainOnlyForAnotherKeyOfTheNode() {
    put(WARM, with(sealed("c-1", "k1", "x")));
    writer.write("n");
    put(WARM, with(sealed("c-1", "k1", "y")));
    assertFalse(writer.write("n"), "sealing again gives other bytes");
    put(WARM, with(sealed("c-1", "k2", "z")));
    assertTrue(writer.write("n"));
    assertEquals("k2", mailbox.spec.credentials().getFirst().keyID());
  }

  @Test
  void registriesOfAllOwnersAreOneListAndLeaveWithTheirOwner() {
    put("/registryconfigs/b", Share.of(List.of(registry("/registryconfigs/b", "b.test"))));
    put(
        "/registryconfigs/a",
        Share.of(
            List.of(
                registry("/registryconfigs/a", "b.test"),
                registry("/registryconfigs/a", "c.test"))));
    assertTrue(writer.write("n"));
    assertEquals(List.of("a b.test", "a c.test"), registries());
    var first = Objects.requireNonNull(mailbox.spec.registries()).id();
    assertFalse(writer.write("n"));

    put("/registryconfigs/a", Share.NONE);
    assertTrue(writer.write("n"));
    assertEquals(List.of("b b.test"), registries());
    assertNotEquals(first, Objects.requireNonNull(mailbox.spec.registries()).id());
    put("/registryconfigs/b", Share.NONE);
    assertTrue(writer.write("n"));
    assertNull(mailbox.spec.registries());
  }

  @Test
  void afterARestartRegistriesStayUntilTheirOwnerHasSpokenOfTheNode() {
    var listed = List.of(registry("/registryconfigs/a", "a.test"));
    put("/registryconfigs/a", Share.of(listed));
    writer.write("n");
    var restarted = new ShareTable();
    restarted.put("/registryconfigs/a", "other", Share.of(listed));

    assertFalse(new NodeWriter(mailbox, restarted, node -> List.of()).write("n"));
    restarted.put("/registryconfigs/a", "n", Share.NONE);
    assertTrue(new NodeWriter(mailbox, restarted, node -> List.of()).write("n"));
    assertEquals(List.of(), registries());
  }

  @Test
  void nothingIsWrittenToANodeWithoutAnImageNode() {
    mailbox.isThere = false;
    put(WARM, open(pull("p-1", WARM)));
    assertFalse(writer.write("n"));
    mailbox.isThere = true;
    assertTrue(writer.write("n"));
  }

  private List<String> ids() {
    return mailbox.spec.assignments().stream().map(Assignment::id).toList();
  }

  private List<String> registries() {
    return Wanted.registries(mailbox.spec).stream()
        .map(entry -> entry.owner().substring("/registryconfigs/".length()) + " " + entry.prefix())
        .toList();
  }

  private static NodeRegistry registry(String owner, String prefix) {
    return new NodeRegistry(prefix, owner, List.of(), null, false, null, List.of());
  }

  private static Share open(Assignment assignment) {
    return new Share(List.of(assignment), List.of(), List.of(), Set.of());
  }

  private static Share with(SealedValue credential) {
    return new Share(
        List.of(pull("p-1", WARM, credential.id())), List.of(credential), List.of(), Set.of());
  }

  private static SealedValue sealed(String id, String key, String bytes) {
    return new SealedValue(id, key, "", "", bytes);
  }

  private static Assignment pull(String id, String owner) {
    return pull(id, owner, null);
  }

  private static Assignment pull(String id, String owner, @Nullable String cred) {
    return new Assignment(
        id,
        Operation.Pull,
        "team-a",
        "a:1",
        null,
        null,
        false,
        null,
        null,
        null,
        owner,
        null,
        1,
        60,
        null,
        cred,
        false,
        false,
        false);
  }

  private static final class Mailbox implements Doorbells {
    private ImageNodeSpec spec = ImageNodeSpec.empty();
    private boolean isThere = true;
    private int writes;

    @Override
    public Optional<ImageNodeSpec> read(String node) {
      return isThere ? Optional.of(spec) : Optional.empty();
    }

    @Override
    public void write(String node, long revision, Wanted wanted) {
      spec = wanted.in(spec, revision);
      writes++;
    }
  }
}
