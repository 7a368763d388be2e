package dev.lamina.agent.metadata;

import static dev.lamina.agent.metadata.TestImages.MORNING;
import static dev.lamina.agent.metadata.TestImages.digest;
import static dev.lamina.agent.metadata.TestImages.digestOf;
import static dev.lamina.agent.metadata.TestImages.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStoreTest {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final Reference LOCAL_WEB = Reference.parse("localhost/web:latest");
  private static final Reference HUB_WEB = Reference.parse("docker.io/library/web:latest");

  @TempDir private Path directory;
  private MetadataStore store;
  private ImageStore images;

  @BeforeEach
  void open() {
    store = MetadataStore.open(directory, directory, Clock.systemUTC());
    images = store.images();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsTheWholeRecord() {
    var web = image("web");

    images.tag(TEAM, LOCAL_WEB, web);

    assertEquals(Optional.of(web), images.find(TEAM, "localhost/web:latest"));
  }

  @Test
  void shortNamePrefersTheTenantsOwn() {
    images.tag(TEAM, HUB_WEB, image("of the hub"));
    assertEquals(Optional.of(image("of the hub")), images.find(TEAM, "web"));

    images.tag(TEAM, LOCAL_WEB, image("our own"));

    assertEquals(Optional.of(image("our own")), images.find(TEAM, "web"));
    assertEquals(Optional.of(LOCAL_WEB), images.findName(TEAM, "web"));
    assertEquals(Optional.of(image("of the hub")), images.find(TEAM, "docker.io/library/web"));
  }

  @Test
  void namesOfOneTenantAreNotThoseOfAnother() {
    images.tag(TEAM, LOCAL_WEB, image("web"));

    assertEquals(Optional.empty(), images.find(Tenant.DEFAULT, "web"));
    assertEquals(Optional.empty(), images.find(Tenant.DEFAULT, image("web").imageId().toString()));
    assertEquals(List.of(), images.list(Tenant.DEFAULT));
  }

  @Test
  void movingANameLeavesTheOldImageWithoutOne() {
    images.tag(TEAM, LOCAL_WEB, image("old"));

    images.tag(TEAM, LOCAL_WEB, image("new"));

    assertEquals(Optional.of(image("new")), images.find(TEAM, "web"));
    assertEquals(List.of(), namesOf(image("old")));
    assertEquals(List.of(LOCAL_WEB), namesOf(image("new")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "abc1", "sha256:ab", "sha256:abc1"})
  void findsByAUniquePrefixOfTheId(String prefix) {
    var one = image(digest("m1"), digestOf("abc1"), MORNING);
    images.put(TEAM, one);
    images.put(TEAM, image(digestOf("99"), digestOf("cd"), MORNING));

    assertEquals(Optional.of(one), images.find(TEAM, prefix));
  }

  @Test
  void findsByTheWholeDigestOfManifestOrConfig() {
    images.put(TEAM, image("web"));

    assertEquals(Optional.of(image("web")), images.find(TEAM, image("web").digest().toString()));
    assertEquals(Optional.of(image("web")), images.find(TEAM, image("web").imageId().toString()));
    assertEquals(Optional.of(image("web")), images.find(TEAM, image("web").imageId().hex()));
  }

  @Test
  void oneHexDigitIsNoPrefix() {
    images.put(TEAM, image(digest("m"), digestOf("ab"), MORNING));

    assertEquals(Optional.empty(), images.find(TEAM, "a"));
  }

  @Test
  void ambiguousPrefixNamesTheCandidates() {
    images.put(TEAM, image(digest("m1"), digestOf("ab1"), MORNING));
    images.put(TEAM, image(digest("m2"), digestOf("ab2"), MORNING));

    var refused = assertThrows(AgentException.class, () -> images.find(TEAM, "ab"));

    assertEquals(FailureReason.InvalidArgument, refused.reason());
    assertTrue(refused.getMessage().contains("ab1000000000, ab2000000000"), refused::getMessage);
  }

  @Test
  void aNameWinsOverAPrefix() {
    images.put(TEAM, image(digest("m1"), digestOf("cafe"), MORNING));
    images.tag(TEAM, Reference.parse("localhost/cafe"), image("coffee"));

    assertEquals(Optional.of(image("coffee")), images.find(TEAM, "cafe"));
  }

  @Test
  void aDigestBehindANameFindsTheManifestWhateverTheTagBecame() {
    images.tag(TEAM, LOCAL_WEB, image("old"));
    images.tag(TEAM, LOCAL_WEB, image("new"));

    var found = images.find(TEAM, "localhost/web:latest@" + image("old").digest());

    assertEquals(Optional.of(image("old")), found);
  }

  @Test
  void theSameConfigUnderTwoManifestsIsOneImage() {
    var id = digestOf("abcd");
    images.put(TEAM, image(digest("m1"), id, MORNING));
    images.put(TEAM, image(digest("m2"), id, MORNING.plusSeconds(1)));

    assertEquals(digest("m2"), images.find(TEAM, "abcd").orElseThrow().digest());
  }

  @Test
  void refusesTextThatIsNoReference() {
    var refused = assertThrows(AgentException.class, () -> images.find(TEAM, "No Name"));

    assertEquals(FailureReason.InvalidReference, refused.reason());
  }

  @Test
  void listsNewestFirstWithSortedNames() {
    var young = image(digest("young"), digest("id1"), MORNING.plusSeconds(60));
    var old = image(digest("old"), digest("id2"), MORNING);
    images.tag(TEAM, Reference.parse("localhost/b"), old);
    images.tag(TEAM, Reference.parse("localhost/a"), old);
    images.put(TEAM, young);

    var names = List.of(Reference.parse("localhost/a"), Reference.parse("localhost/b"));
    assertEquals(
        List.of(new ImageStore.NamedImage(young, List.of()), new ImageStore.NamedImage(old, names)),
        images.list(TEAM));
  }

  @Test
  void untaggingKeepsTheImage() {
    images.tag(TEAM, LOCAL_WEB, image("web"));

    assertTrue(images.untag(TEAM, LOCAL_WEB));
    assertFalse(images.untag(TEAM, LOCAL_WEB));

    assertEquals(List.of(image("web")), images.all());
  }

  @Test
  void removingAnImageRemovesItsNames() {
    images.tag(TEAM, LOCAL_WEB, image("web"));

    images.remove(TEAM, image("web").digest());

    assertEquals(Optional.empty(), images.findName(TEAM, "web"));
    assertEquals(List.of(), images.all());
  }

  private List<Reference> namesOf(StoredImage image) {
    return images.list(TEAM).stream()
        .filter(named -> named.image().equals(image))
        .findFirst()
        .orElseThrow()
        .names();
  }
}
