package dev.lamina.agent.cli;

import static dev.lamina.agent.archive.RawTar.header;
import static dev.lamina.agent.cli.HostileMall.absent;
import static dev.lamina.agent.cli.HostileMall.gzip;
import static dev.lamina.agent.cli.HostileMall.layer;
import static dev.lamina.agent.cli.HostileMall.tar;
import static dev.lamina.agent.cli.HostileMall.text;
import static dev.lamina.agent.transfer.TestLayout.utf8;
import static dev.lamina.crds.failure.FailureReason.DigestMismatch;
import static dev.lamina.crds.failure.FailureReason.ImageNotFound;
import static dev.lamina.crds.failure.FailureReason.InvalidArchive;
import static dev.lamina.crds.failure.FailureReason.InvalidImage;
import static dev.lamina.crds.failure.FailureReason.LimitExceeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.MountRequest;
import dev.lamina.agent.http.PullCall;
import dev.lamina.agent.http.RegistryCall;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Images that are out to do harm, pulled by one daemon with the memory it has on a node: each is
/// refused with its reason or does none, and the daemon goes on.
///
/// What a layer can try is tried one by one in the rooms `archive` and `diff`; here is at least one
/// of each class, through everything that a pull is made of. Among what an image shows, an empty
/// line stands for a path that is not there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileImageIT {
  private static final long MEBIBYTE = 1 << 20;
  private static final long MOST_LAYER_BYTES = 32 * MEBIBYTE;
  private static final long MOST_RESIDENT = 300 * MEBIBYTE;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");
  private static final String PASSWORD = "nobody-elses-business";
  private static final byte[] ZEROS = new byte[(int) (64 * MEBIBYTE)];

  private final RootWorkspace workspace = new RootWorkspace();
  private LaminaAgent agent;
  private Process daemon;
  private Path outside;
  private NavigableMap<String, String> untouched;
  private HostileMall mall;

  @BeforeAll
  void serve() throws Exception {
    workspace.make();
    var directory = workspace.path();
    outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("canary"), "untouched");
    Files.createDirectory(outside.resolve("empty"));
    untouched = FileTree.of(outside);
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    daemon = agent.startAsInstalled("serve");
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!SocketClient.isServed(socket())) {
      assertTrue(daemon.isAlive() && System.nanoTime() < deadline, "it comes up");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @BeforeEach
  void openMall() {
    mall = new HostileMall(outside);
  }

  /// A hostile image is put on sale.
  @FunctionalInterface
  interface Offer {
    void in(HostileMall mall) throws IOException;
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        refused(InvalidArchive, "'..'", "..", mall -> mall.tars(new RawTar().file("../x", ""))),
        refused(
            InvalidArchive,
            "a/../../x",
            "..",
            mall -> mall.tars(new RawTar().file("a/../../x", ""))),
        refused(
            InvalidArchive,
            "hard link to the host",
            "hard link",
            mall -> mall.tars(new RawTar().hardLink("h", mall.outside + "/canary"))),
        refused(
            InvalidArchive,
            "hard link through a link of a lower layer",
            "hard link",
            mall ->
                mall.tars(
                    new RawTar().symbolicLink("l", mall.outside.toString()),
                    new RawTar().hardLink("h", "l/canary"))),
        refused(
            InvalidArchive,
            "root as a link",
            "root",
            mall -> mall.tars(new RawTar().symbolicLink("./", mall.outside.toString()))),
        refused(
            InvalidArchive,
            "child of a file",
            "not a directory",
            mall -> mall.tars(new RawTar().file("f", "").file("f/x", ""))),
        refused(
            InvalidArchive,
            "whiteout of .",
            "whiteout",
            mall -> mall.tars(new RawTar().file(".wh..", ""))),
        refused(
            InvalidArchive,
            "whiteout of ..",
            "whiteout",
            mall -> mall.tars(new RawTar().file("d/.wh...", ""))),
        refused(
            InvalidArchive,
            "whiteout of nothing",
            "whiteout",
            mall -> mall.tars(new RawTar().file(".wh.", ""))),
        refused(
            InvalidArchive,
            "device 0/0",
            "0/0",
            mall -> mall.tars(new RawTar().entry(header('3', "w", 0).device(0, 0)))),
        refused(
            InvalidArchive,
            "user id 2^32-1",
            "user or group",
            mall -> mall.tars(new RawTar().pax('x', "uid", "4294967295").file("f", ""))),
        refused(
            InvalidArchive,
            "user id below zero",
            "number",
            mall -> mall.tars(new RawTar().pax('x', "uid", "-1").file("f", ""))),
        refused(
            InvalidArchive,
            "global PAX path",
            "global",
            mall -> mall.tars(new RawTar().pax('g', "path", "x").file("f", ""))),
        refused(
            InvalidArchive,
            "two PAX headers",
            "two extension",
            mall ->
                mall.tars(new RawTar().pax('x', "path", "a").pax('x', "path", "b").file("f", ""))),
        refused(
            InvalidArchive,
            "PAX time 9e9999999",
            "time",
            mall -> mall.tars(new RawTar().pax('x', "mtime", "9e9999999").file("f", ""))),
        refused(
            InvalidArchive,
            "PAX time of 300,000 digits",
            "time",
            mall -> mall.tars(new RawTar().pax('x', "mtime", "9".repeat(300_000)).file("f", ""))),
        refused(
            InvalidArchive,
            "PAX record that lies about its length",
            "length",
            mall -> mall.tars(new RawTar().extension('x', utf8("99 path=x\n")).file("f", ""))),
        refused(
            LimitExceeded,
            "PAX header bomb",
            "header bytes",
            mall ->
                mall.tars(
                    new RawTar().extension('x', new byte[(int) (16 * MEBIBYTE)]).file("f", ""))),
        refused(
            LimitExceeded,
            "long name bomb",
            "header bytes",
            mall -> mall.tars(new RawTar().entry(header('L', "././@LongLink", 1L << 32)))),
        refused(
            LimitExceeded,
            "gzip bomb in one file",
            "larger file",
            mall -> mall.tars(new RawTar().entry(header('0', "zeros", ZEROS.length), ZEROS))),
        refused(
            LimitExceeded,
            "gzip bomb behind the archive",
            "uncompressed bytes",
            mall -> mall.blob(gzip(concat(tar().bytes(), ZEROS)))),
        refused(
            LimitExceeded,
            "zstd bomb",
            "uncompressed bytes",
            mall -> mall.blob(Zstd.compress(concat(tar().bytes(), ZEROS)))),
        refused(LimitExceeded, "zstd window of 1 GiB", "window", mall -> mall.blob(zstdFrame(30))),
        refused(
            LimitExceeded,
            "sparse file of 1 TiB",
            "larger file",
            mall ->
                mall.tars(
                    new RawTar()
                        .pax('x', "GNU.sparse.map", "0,1", "GNU.sparse.size", "1099511627776")
                        .entry(header('0', "s", 1), new byte[1]))),
        refused(
            InvalidArchive,
            "gzip without its end",
            "truncated",
            mall -> mall.blob(Arrays.copyOf(gzip(tar().bytes()), 60))),
        refused(
            InvalidArchive,
            "gzip with a wrong checksum",
            "checksum",
            mall -> mall.blob(withByte(gzip(tar().bytes()), -8))),
        refused(
            InvalidArchive,
            "gzip with something behind",
            "gzip",
            mall -> mall.blob(concat(gzip(tar().bytes()), new byte[100]))),
        refused(
            InvalidArchive,
            "no archive at all",
            "tar",
            mall -> mall.blob(utf8("no archive ".repeat(100)))),
        refused(
            DigestMismatch,
            "content that the config does not mean",
            "the config says",
            mall -> mall.blobs(List.of(gzip(tar().bytes())), List.of(new byte[1]))));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        refused(
            InvalidImage,
            "more layers than the config has",
            "layers",
            mall -> mall.blobs(List.of(gzip(tar().bytes())), List.of())),
        refused(
            InvalidImage,
            "manifest that is an index too",
            "another kind",
            mall ->
                mall.manifest(
                    text(mall.config(List.of()), "").replaceFirst("\\{", "{\"manifests\":[],"))),
        refused(
            InvalidImage,
            "manifest served as an index",
            "another kind",
            mall -> mall.document(MediaTypes.OCI_INDEX, text(mall.config(List.of()), ""))),
        refused(
            InvalidImage,
            "manifest that says it is an index",
            "served as",
            mall ->
                mall.manifest(
                    text(mall.config(List.of()), "")
                        .replace(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX))),
        refused(
            InvalidImage,
            "schema 1",
            "media type",
            mall -> mall.document("application/vnd.docker.distribution.manifest.v1+json", "{}")),
        refused(
            InvalidImage,
            "page of HTML",
            "media type",
            mall -> mall.document("text/html", "<html>")),
        refused(
            InvalidImage,
            "digest that climbs",
            "digest",
            mall -> mall.layers(layer("sha256:../../../../etc/passwd", 10))),
        refused(
            InvalidImage,
            "digest of a weak algorithm",
            "digest",
            mall -> mall.layers(layer("md5:d41d8cd98f00b204e9800998ecf8427e", 10))),
        refused(
            InvalidImage,
            "digest in capitals",
            "digest",
            mall -> mall.layers(layer("sha256:" + "A".repeat(64), 10))),
        refused(
            InvalidImage,
            "size below zero",
            "size",
            mall -> mall.layers(layer(absent().toString(), -1))),
        refused(
            InvalidImage,
            "JSON that is deep",
            "manifest",
            mall -> mall.manifest("[".repeat(100_000))),
        refused(
            InvalidImage,
            "keys twice",
            "manifest",
            mall -> mall.manifest("{\"layers\":[],\"layers\":[]}")),
        refused(
            InvalidImage,
            "giant number",
            "manifest",
            mall -> mall.manifest("{\"schemaVersion\":" + "9".repeat(1_000_000) + "}")),
        refused(
            InvalidImage,
            "no UTF-8",
            "manifest",
            mall ->
                mall.registry.manifest(
                    "1",
                    MediaTypes.OCI_MANIFEST,
                    new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'})),
        refused(
            InvalidImage,
            "config that is deep",
            "config",
            mall -> mall.config("{\"a\":" + "[".repeat(100_000))),
        refused(InvalidImage, "config without layers", "diff_ids", mall -> mall.config("{}")),
        refused(
            InvalidImage,
            "artifact, no image",
            "container image",
            mall ->
                mall.manifest(
                    text(
                        mall.registry.blob("application/vnd.cncf.helm.config.v1+json", new byte[2]),
                        ""))),
        refused(
            InvalidImage,
            "encrypted layer",
            "layer",
            mall ->
                mall.layers(
                    layer(absent().toString(), 10)
                        .replace(HostileMall.LAYER, HostileMall.LAYER + "+encrypted"))),
        refused(
            LimitExceeded,
            "5000 layers",
            "layers",
            mall -> mall.layers(many(5000, layer(absent().toString(), 10)))),
        refused(
            LimitExceeded,
            "layers beyond the limit",
            "limit",
            mall -> mall.oneLayer(layer(absent().toString(), 1L << 60))),
        refused(
            LimitExceeded,
            "huge manifest",
            "larger",
            mall -> mall.manifest(" ".repeat((int) (5 * MEBIBYTE)))),
        refused(
            LimitExceeded,
            "huge config",
            "limit",
            mall -> mall.config(" ".repeat((int) (5 * MEBIBYTE)))),
        refused(LimitExceeded, "indexes in one another", "indexes", HostileImageIT::nest),
        refused(
            LimitExceeded,
            "wide index",
            "manifests in an index",
            mall -> mall.document(MediaTypes.OCI_INDEX, index(many(2000, text(mall.honest()))))),
        refused(
            ImageNotFound,
            "index of nothing",
            "no image for",
            mall -> mall.document(MediaTypes.OCI_INDEX, index(""))),
        refused(
            ImageNotFound,
            "layer that is at a stranger's",
            "404",
            mall ->
                mall.oneLayer(
                    layer(absent().toString(), 10)
                        .replace(
                            "}",
                            ",\"urls\":[\"http://%s/v2/x/blobs/x\"]}"
                                .formatted(mall.stranger.host())))));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource({"layers", "documents"})
  void isRefused(FailureReason reason, String what, String word, Offer offer) throws IOException {
    offer.in(mall);

    var refused = assertThrows(AgentException.class, this::pull, what);

    assertEquals(reason, refused.reason(), refused::getMessage);
    assertTrue(refused.getMessage().contains(word), refused::getMessage);
    assertEquals(1, refused.getMessage().lines().count(), refused::getMessage);
    assertTrue(refused.getMessage().length() < 1000, refused::getMessage);
    assertFalse(refused.getMessage().contains(PASSWORD), refused::getMessage);
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        shown(
            "absolute name", Map.of("x", "100644"), mall -> mall.tars(new RawTar().file("/x", ""))),
        shown(
            "file through a link of a lower layer",
            Map.of("l", "120777"),
            mall ->
                mall.tars(
                    new RawTar().symbolicLink("l", mall.outside.toString()),
                    new RawTar().file("l/canary", "changed"))),
        shown(
            "directory swapped by a link",
            Map.of("d", "120777"),
            mall ->
                mall.tars(
                    new RawTar()
                        .directory("d/")
                        .file("d/x", "")
                        .symbolicLink("d", mall.outside.toString())
                        .file("d/canary", ""))),
        shown(
            "whiteout through a link",
            Map.of("d/other", "100644", "d/new", ""),
            mall ->
                mall.tars(
                    new RawTar()
                        .directory("d/")
                        .file("d/new", "")
                        .file("d/other", "")
                        .symbolicLink("l", "d"),
                    new RawTar().whiteout("l/new"))),
        shown(
            "hard link to a link, then written",
            Map.of("h", "100644"),
            mall ->
                mall.tars(
                    new RawTar()
                        .symbolicLink("l", mall.outside + "/canary")
                        .hardLink("h", "l")
                        .file("h", "changed"))),
        shown(
            "FIFO in the way of a file",
            Map.of("etc/passwd", "100644"),
            mall ->
                mall.tars(
                    new RawTar().directory("etc/").fifo("etc/passwd"),
                    new RawTar().file("etc/passwd", "root"))),
        shown(
            "device in the way of a file",
            Map.of("f", "100644"),
            mall -> mall.tars(new RawTar().entry(header('3', "f", 0).device(1, 5)).file("f", "x"))),
        shown(
            "names twice, file and directory in turn",
            Map.of("a", "40755", "a/b", "100644"),
            mall ->
                mall.tars(
                    new RawTar().file("a", "1").file("a", "2").directory("a/").file("a/b", ""))),
        shown(
            "opaque marker at the end",
            Map.of("d/new", "100644", "d/old", ""),
            mall ->
                mall.tars(
                    new RawTar().directory("d/").file("d/old", ""),
                    new RawTar().file("d/new", "").opaque("d"))),
        shown(
            "overlay's own attributes",
            Map.of("d/old", "100644"),
            mall ->
                mall.tars(
                    new RawTar().directory("d/").file("d/old", ""),
                    new RawTar()
                        .pax('x', "SCHILY.xattr.trusted.overlay.opaque", "y")
                        .directory("d/")
                        .pax('x', "SCHILY.xattr.user.overlay.redirect", "/etc")
                        .directory("e/"))),
        shown(
            "gzip of two members",
            Map.of("honest", "100644", "second", "100644"),
            mall -> mall.blobs(List.of(twoMembers()), List.of(twice()))),
        shown(
            "zstd under the name of gzip",
            Map.of("honest", "100644"),
            mall -> mall.blobs(List.of(Zstd.compress(tar().bytes())), List.of(tar().bytes()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void isHarmless(String what, Map<String, String> shown, Offer offer) throws Exception {
    offer.in(mall);

    pull();

    var tree = tree();
    shown.forEach((path, line) ->
        assertTrue(tree.getOrDefault(path, " ").startsWith(line + " "), tree::toString));
  }

  @AfterEach
  void nobodyElseWasTouched() throws IOException {
    assertEquals(untouched, FileTree.of(outside));
    assertEquals(1, Files.getAttribute(outside.resolve("canary"), "unix:nlink"));
    assertEquals(List.of(), mall.stranger.lines());
    assertTrue(daemon.isAlive(), "the daemon goes on");
    mall.close();
  }

  @AfterAll
  void nothingIsLeft() throws Exception {
    try {
      var status = Files.readString(Path.of("/proc/" + daemon.pid() + "/status"));
      var peak = PEAK.matcher(status);
      assertTrue(peak.find(), status);
      var resident = Long.parseLong(peak.group(1)) * 1024;
      System.out.println("peak of the daemon: " + resident / MEBIBYTE + " MiB");
      assertTrue(resident < MOST_RESIDENT, resident + " bytes");
      daemon.destroy();
      daemon.waitFor();
      try (var check = new StoreCheck(agent, workspace.path())) {
        check.removeImages();
        check.requireClean();
      }
    } finally {
      daemon.destroyForcibly();
      workspace.remove();
    }
  }

  private void pull() {
    var access = new RegistryCall(false, null, "user", PASSWORD, null);
    var call = PullCall.of(mall.reference(), null, access, MOST_LAYER_BYTES);
    new SocketClient(socket()).call("POST", "/v1/images/pull", call, event -> {});
  }

  /// What a process in the image would see.
  private NavigableMap<String, String> tree() throws IOException {
    var client = new SocketClient(socket());
    var root =
        client.call("POST", "/v1/mounts", new MountRequest(mall.reference())).path("path").asText();
    try {
      return FileTree.of(Path.of(root));
    } finally {
      client.call(
          "DELETE", "/v1/mounts?path=" + URLEncoder.encode(root, StandardCharsets.UTF_8), null);
    }
  }

  private Path socket() {
    return agent.run().resolve("agent.sock");
  }

  private static void nest(HostileMall mall) {
    var inner = mall.honest();
    for (var depth = 0; depth < 6; depth++) {
      inner = mall.registry.manifest("1", MediaTypes.OCI_INDEX, utf8(index(text(inner))));
    }
  }

  private static String index(String manifests) {
    return "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(manifests);
  }

  private static String many(int count, String text) {
    return IntStream.range(0, count).mapToObj(i -> text).collect(Collectors.joining(","));
  }

  private static byte[] zstdFrame(int windowLog) {
    return new byte[] {
      0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) ((windowLog - 10) << 3), 1, 0, 0
    };
  }

  /// One archive, cut anywhere, each part a member of its own.
  private static byte[] twoMembers() {
    var tar = twice();
    return concat(gzip(Arrays.copyOf(tar, 700)), gzip(Arrays.copyOfRange(tar, 700, tar.length)));
  }

  private static byte[] twice() {
    return tar().file("second", "content").bytes();
  }

  private static byte[] withByte(byte[] bytes, int fromEnd) {
    bytes[bytes.length + fromEnd] ^= 1;
    return bytes;
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static Arguments refused(FailureReason reason, String what, String word, Offer offer) {
    return arguments(reason, what, word, named("offer", offer));
  }

  private static Arguments shown(String what, Map<String, String> shown, Offer offer) {
    return arguments(what, shown, named("offer", offer));
  }
}
