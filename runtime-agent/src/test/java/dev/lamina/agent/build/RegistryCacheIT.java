package dev.lamina.agent.build;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.cache.CacheRegistries.Wanted;
import dev.lamina.agent.image.CacheConfig;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.LocalRegistry;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two stores that have nothing in common but a registry.
@Timeout(180)
class RegistryCacheIT {
  private static final Tenant TEAM = new Tenant("team-a");
  private static final String DOCKERFILE =
      """
      FROM scratch AS base
      COPY --chmod=755 busybox /bin/sh
      FROM base AS make
      RUN echo made > /made
      FROM base
      COPY --from=make /made /out
      RUN echo more >> /out
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private LocalRegistry registry;
  private BuildFixture first;
  private BuildFixture second;
  private Reference reference;

  @BeforeEach
  void open() throws IOException {
    registry = LocalRegistry.start(Files.createDirectories(workspace.path().resolve("registry")));
    reference = Reference.parse(registry.host() + "/team/cache");
    first = fixture("first");
    second = fixture("second");
  }

  private BuildFixture fixture(String name) throws IOException {
    var directory = Files.createDirectories(workspace.path().resolve(name));
    var fixture = new BuildFixture(directory);
    Files.copy(Path.of("/bin/busybox"), directory.resolve("context").resolve("busybox"));
    return fixture;
  }

  @AfterEach
  void close() throws IOException {
    assertEquals(List.of(), first.leftovers());
    assertEquals(List.of(), second.leftovers());
    first.close();
    second.close();
    registry.close();
  }

  @Test
  void anotherNodeExecutesNothingAndMakesTheSameImage() {
    var made = first.buildSharing(TEAM, DOCKERFILE, both());

    var same = second.buildSharing(TEAM, DOCKERFILE, both());

    assertEquals(List.of(true, true, true, true), BuildFixture.cached(same));
    assertEquals(0, second.runner.runs());
    assertEquals(made.imageId(), same.imageId());
    assertTrue(second.log().contains("5 results are there"), () -> second.log().toString());
  }

  @Test
  void isInTheFormOfACacheManifest() {
    first.buildSharing(TEAM, DOCKERFILE, both());

    var remote = repository().fetchManifest("latest");
    var manifest = OciJson.manifest(remote.bytes(), MediaTypes.OCI_MANIFEST);
    assertEquals(CacheConfig.MEDIA_TYPE, manifest.config().mediaType());
    var config = OciJson.cacheConfig(repository().fetchBlob(manifest.config()));
    assertEquals(
        manifest.layers().stream().map(Descriptor::digest).sorted(byText()).toList(),
        config.layers().stream()
            .map(layer -> requireNonNull(layer.blob()))
            .distinct()
            .sorted(byText())
            .toList());
    assertTrue(config.layers().stream().anyMatch(layer -> layer.parent() >= 0));
  }

  private static Comparator<Digest> byText() {
    return Comparator.comparing(Digest::toString);
  }

  @Test
  void aLayerThatIsNotWhatItIsSaidToBeIsOfNoUse() {
    var made = first.buildSharing(TEAM, DOCKERFILE, both());
    rewrite(layer -> {
      var facts = requireNonNull(layer.annotations());
      var lie = new DiffId(Digest.sha256(new byte[] {1}));
      return new CacheConfig.CacheLayer(
          layer.blob(),
          layer.parent(),
          new CacheConfig.LayerFacts(facts.mediaType(), lie, facts.size(), facts.createdAt()));
    });

    var same = second.buildSharing(TEAM, DOCKERFILE, both());

    assertEquals(List.of(false, false, false, false), BuildFixture.cached(same));
    assertEquals(
        first.config(made.manifest(), TEAM).diffIds().size(),
        second.config(same.manifest(), TEAM).diffIds().size());
  }

  @Test
  void whatAnotherTenantHasHereIsNotTaken() {
    first.buildSharing(TEAM, DOCKERFILE, both());
    first.buildFor(TEAM, DOCKERFILE);

    var other = first.buildSharing(new Tenant("other"), DOCKERFILE, both());

    assertEquals(List.of(false, false, false, false), BuildFixture.cached(other));
  }

  @Test
  void aRegistryThatDoesNotAnswerFailsNoBuild() {
    registry.close();

    var made = second.buildSharing(TEAM, DOCKERFILE, both());

    assertEquals(List.of(false, false, false, false), BuildFixture.cached(made));
    assertTrue(
        second.log().stream().anyMatch(line -> line.startsWith("the build goes on without")));
  }

  private Wanted both() {
    return new Wanted(List.of(reference), reference, RegistryAccess.ANONYMOUS);
  }

  private Repository repository() {
    return new RegistryClient(RegistryConfig.DEFAULT).open(reference, RegistryAccess.ANONYMOUS);
  }

  /// Changes what the registry says of each layer.
  private void rewrite(UnaryOperator<CacheConfig.CacheLayer> change) {
    var remote = repository().fetchManifest("latest");
    var manifest = OciJson.manifest(remote.bytes(), MediaTypes.OCI_MANIFEST);
    var config = OciJson.cacheConfig(repository().fetchBlob(manifest.config()));
    var changed =
        OciJson.bytes(
            new CacheConfig(config.layers().stream().map(change).toList(), config.records()));
    var blob = new Descriptor(CacheConfig.MEDIA_TYPE, Digest.sha256(changed), changed.length);
    repository().pushBlob(blob, offset -> new ByteArrayInputStream(changed), null);
    repository()
        .pushManifest(
            "latest", MediaTypes.OCI_MANIFEST, OciJson.bytes(Manifest.of(blob, manifest.layers())));
  }
}
