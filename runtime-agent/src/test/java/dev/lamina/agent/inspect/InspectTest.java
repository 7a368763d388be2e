package dev.lamina.agent.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.ImageConfig.History;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.PlainSnapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  private static final Instant NOW = Instant.parse("2026-02-03T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final History FROM = history("ADD rootfs.tar /", false);
  private static final History CMD = history("CMD [\"sh\"]", true);
  private static final History RUN = history("RUN make", false);

  @TempDir private Path directory;
  private MetadataStore metadata;
  private MemoryContentStore content;
  private PlainSnapshotter snapshotter;

  @BeforeEach
  void open() {
    metadata = MetadataStore.open(directory, directory, CLOCK);
    content = new MemoryContentStore(CLOCK);
    snapshotter = new PlainSnapshotter(directory, CLOCK);
  }

  @AfterEach
  void close() {
    metadata.close();
  }

  @Test
  void historyIsNewestFirstWithTheSizesOfItsLayers() {
    var image = image(List.of("base", "app"), FROM, CMD, RUN);

    assertEquals(
        List.of(
            new HistoryRow(image.imageId().toString(), NOW, "RUN make", 2, "made"),
            new HistoryRow("<missing>", NOW, "CMD [\"sh\"]", 0, "made"),
            new HistoryRow("<missing>", NOW, "ADD rootfs.tar /", 1, "made")),
        rows());
  }

  @Test
  void layersWithoutAnEntryComeOnTop() {
    var image = image(List.of("base", "app", "more"), FROM);

    assertEquals(
        List.of(
            new HistoryRow(image.imageId().toString(), null, "", 3, ""),
            new HistoryRow("<missing>", null, "", 2, ""),
            new HistoryRow("<missing>", NOW, "ADD rootfs.tar /", 1, "made")),
        rows());
  }

  @Test
  void entriesWithoutALayerHaveNoSize() {
    image(List.of("base"), FROM, RUN);

    assertEquals(List.of(0L, 1L), rows().stream().map(HistoryRow::size).toList());
  }

  @Test
  void anImageOfNothingHasNoHistory() {
    image(List.of());

    assertEquals(List.of(), rows());
  }

  @Test
  void anImageOfDockerHubHasTheNamesThatDockerShows() throws Exception {
    var image = image(List.of("base"), FROM);
    metadata.images().tag(Tenant.DEFAULT, Reference.parse("nginx:1.25"), image);

    var inspected =
        new InspectImage(metadata.images(), catalog(), layers()).run(Tenant.DEFAULT, "nginx:1.25");

    assertEquals(List.of("nginx:1.25", "localhost/web:latest"), inspected.repoTags());
    assertEquals("nginx@" + image.digest(), inspected.repoDigests().getFirst());
  }

  @Test
  void inspectionTellsWhatDockerTellsAndTheLayers() throws Exception {
    var image = image(List.of("base"), FROM);

    var json =
        new ObjectMapper()
            .findAndRegisterModules()
            .valueToTree(
                new InspectImage(metadata.images(), catalog(), layers())
                    .run(Tenant.DEFAULT, "web"));

    assertEquals(image.imageId().toString(), json.at("/Id").asText());
    assertEquals("localhost/web:latest", json.at("/RepoTags/0").asText());
    assertEquals("localhost/web@" + image.digest(), json.at("/RepoDigests/0").asText());
    assertEquals("made", json.at("/Comment").asText());
    assertEquals("amd64", json.at("/Architecture").asText());
    assertEquals(1, json.at("/Size").asLong());
    assertEquals("nobody", json.at("/Config/User").asText());
    assertEquals(diffId("base").toString(), json.at("/RootFS/Layers/0").asText());
    assertEquals(4, json.at("/Layers/0/Size").asLong());
    assertEquals(1, json.at("/Layers/0/UnpackedSize").asLong());
  }

  @Test
  void anUnknownImageIsNotFound() {
    var refused = assertThrows(AgentException.class, this::rows);

    assertEquals(FailureReason.ImageNotFound, refused.reason());
  }

  private List<HistoryRow> rows() {
    return new ImageHistory(catalog(), layers()).run(Tenant.DEFAULT, "web");
  }

  private ImageCatalog catalog() {
    return new ImageCatalog(metadata.images(), content);
  }

  private ImageLayers layers() {
    return new ImageLayers(snapshotter);
  }

  /// An image of layers whose unpacked sizes are 1, 2, 3 and so on.
  private StoredImage image(List<String> names, History... history) {
    var diffIds = names.stream().map(InspectTest::diffId).toList();
    unpack(diffIds);
    var config = config(diffIds, List.of(history));
    var blobs = names.stream().map(this::blob).toList();
    var manifest = Manifest.of(document(MediaTypes.OCI_CONFIG, OciJson.bytes(config)), blobs);
    var descriptor = document(MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
    var bytes = names.size() * (names.size() + 1L) / 2;
    var image = StoredImage.of(descriptor, manifest, config, bytes, NOW);
    metadata.images().tag(Tenant.DEFAULT, Reference.parse("localhost/web"), image);
    return image;
  }

  private void unpack(List<DiffId> diffIds) {
    var chain = ChainId.chainOf(diffIds);
    IntStream.range(0, chain.size())
        .forEach(i ->
            snapshotter
                .prepare("layer", i == 0 ? null : chain.get(i - 1))
                .commit(chain.get(i), diffIds.get(i), i + 1, 1));
  }

  private static ImageConfig config(List<DiffId> diffIds, List<History> history) {
    var execution =
        new ExecutionConfig(
            "nobody", null, List.of(), null, null, null, null, null, null, null, null, null, null);
    return new ImageConfig(
        NOW,
        null,
        "amd64",
        "linux",
        null,
        null,
        execution,
        ImageConfig.RootFs.of(diffIds),
        history);
  }

  private Descriptor blob(String name) {
    return document(MediaTypes.OCI_LAYER, name.getBytes(StandardCharsets.UTF_8));
  }

  private Descriptor document(String mediaType, byte[] bytes) {
    return new Descriptor(mediaType, content.put(bytes).digest(), bytes.length);
  }

  private static DiffId diffId(String name) {
    return new DiffId(Digest.sha256(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static History history(String createdBy, boolean isEmpty) {
    return new History(NOW, createdBy, null, "made", isEmpty);
  }
}
