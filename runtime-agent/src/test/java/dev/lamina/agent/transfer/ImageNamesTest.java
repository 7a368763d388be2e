package dev.lamina.agent.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.metadata.ContainerStore.StoredContainer;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.RemoveImage.RemovedImage;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Giving names and taking them away.
class ImageNamesTest {
  private static final Tenant TENANT = Tenant.DEFAULT;
  private static final Reference WEB = Reference.parse("localhost/web:latest");
  private static final Reference BLOG = Reference.parse("localhost/blog:2");

  @TempDir private Path directory;
  private TestStore store;
  private StoredImage image;
  private TagImage tagImage;
  private RemoveImage removeImage;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(directory.resolve("store"));
    var layout = new TestLayout(directory.resolve("layout"));
    image = store.load(layout.index(layout.image("a")), "web").getFirst().image();
    tagImage = new TagImage(store.metadata.images());
    removeImage = new RemoveImage(store.metadata);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNameWithoutAHostIsLocal() {
    assertEquals(BLOG, tagImage.run(TENANT, "web", "blog:2"));

    assertEquals(Optional.of(image), store.metadata.images().find(TENANT, "blog:2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Web",
        "web@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesATargetThatIsNoName(String target) {
    assertEquals(
        FailureReason.InvalidReference,
        refusal(() -> tagImage.run(TENANT, "web", target)).reason());
  }

  @Test
  void removingOneOfTwoNamesKeepsTheImage() {
    tagImage.run(TENANT, "web", "blog:2");

    assertEquals(
        new RemovedImage(List.of(WEB), Optional.empty()), removeImage.run(TENANT, "web", false));

    assertEquals(List.of(image), store.metadata.images().all());
  }

  @Test
  void removingTheLastNameRemovesTheImage() {
    assertEquals(
        new RemovedImage(List.of(WEB), Optional.of(image.imageId())),
        removeImage.run(TENANT, "web", false));

    assertEquals(List.of(), store.metadata.images().all());
  }

  @Test
  void removingByIdTakesTheOnlyNameAlong() {
    assertEquals(
        new RemovedImage(List.of(WEB), Optional.of(image.imageId())),
        removeImage.run(TENANT, image.imageId().shortHex(), false));
  }

  @Test
  void removingAnImageOfSeveralNamesByIdNeedsForce() {
    tagImage.run(TENANT, "web", "blog:2");
    var id = image.imageId().shortHex();

    var refused = refusal(() -> removeImage.run(TENANT, id, false));

    assertEquals(FailureReason.InUse, refused.reason());
    assertTrue(refused.getMessage().contains(BLOG + ", " + WEB), refused::getMessage);
    assertEquals(
        new RemovedImage(List.of(BLOG, WEB), Optional.of(image.imageId())),
        removeImage.run(TENANT, id, true));
  }

  @Test
  void anImageOfAContainerIsInUse() {
    contain(TENANT);

    var refused = refusal(() -> removeImage.run(TENANT, "web", false));

    assertEquals(FailureReason.InUse, refused.reason());
    assertTrue(refused.getMessage().contains("box (aaaaaaaaaaaa)"), refused::getMessage);
  }

  @Test
  void oneOfTwoNamesOfAUsedImageMayGo() {
    contain(TENANT);
    tagImage.run(TENANT, "web", "blog:2");

    assertEquals(List.of(WEB), removeImage.run(TENANT, "web", false).untagged());
  }

  @Test
  void forceLeavesAUsedImageWithoutAName() {
    contain(TENANT);

    assertEquals(
        new RemovedImage(List.of(WEB), Optional.empty()), removeImage.run(TENANT, "web", true));

    assertEquals(List.of(image), store.metadata.images().all());
  }

  @Test
  void aContainerOfAnotherTenantDoesNotCount() {
    contain(new Tenant("team-a"));

    assertEquals(Optional.of(image.imageId()), removeImage.run(TENANT, "web", false).deleted());
  }

  @Test
  void anImageThatAContainerShowsIsInUse() {
    var shown = List.of(new MountedImage(image.imageId(), null));
    var own = new Digest("sha256", "b".repeat(64));
    store
        .metadata
        .containers()
        .put(new StoredContainer("a".repeat(64), TENANT, "box", own, "c1", shown, "{}"));
    var refused = refusal(() -> removeImage.run(TENANT, image.imageId().toString(), false));
    assertEquals(FailureReason.InUse, refused.reason());
    assertTrue(refused.getMessage().contains("box"), refused::getMessage);
    assertTrue(refused.getMessage().contains("mounts it"), refused::getMessage);
  }

  @Test
  void anUnknownImageIsNamed() {
    assertEquals(
        FailureReason.ImageNotFound,
        refusal(() -> removeImage.run(TENANT, "nothing", true)).reason());
  }

  private void contain(Tenant tenant) {
    store
        .metadata
        .containers()
        .put(new StoredContainer("a".repeat(64), tenant, "box", image.imageId(), "c1", "{}"));
  }

  private static AgentException refusal(Runnable attempt) {
    return assertThrows(AgentException.class, attempt::run);
  }
}
