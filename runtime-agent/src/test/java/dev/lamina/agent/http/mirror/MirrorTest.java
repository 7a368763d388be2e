package dev.lamina.agent.http.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.http.ApiRouter;
import dev.lamina.agent.http.ApiServer;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The distribution protocol, spoken over a port of loopback.
class MirrorTest {
  private static final String LAYER = "0123456789";
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"%s\"}".formatted(MediaTypes.DOCKER_MANIFEST);

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final MemoryContentStore content = new MemoryContentStore();
  private MetadataStore metadata;
  private ApiServer server;

  @BeforeEach
  void serve() {
    metadata = MetadataStore.open(directory.resolve("metadata"), directory, Clock.systemUTC());
    tag(Tenant.DEFAULT, "nginx:1.25", MANIFEST);
    var mirror = new Mirror(metadata.images(), content, List.of(Tenant.DEFAULT));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        ApiServer.start(
            new ApiRouter(),
            directory.resolve("agent.sock"),
            new ApiServer.Port(address, new MirrorHandler(mirror)));
  }

  @AfterEach
  void stop() {
    server.close();
    metadata.close();
    http.close();
  }

  @Test
  void speaksTheProtocol() throws Exception {
    var answer = get("/v2/");

    assertEquals(200, answer.statusCode());
    assertEquals("registry/2.0", header(answer, "Docker-Distribution-API-Version"));
  }

  @ParameterizedTest
  @CsvSource({
    "library/nginx, ?ns=docker.io",
    "nginx,         ?ns=docker.io",
    "library/nginx, ''",
    "docker.io/library/nginx, ''",
  })
  void servesAManifestByTagAndDigestUnderTheNamesItIsAskedFor(String name, String query)
      throws Exception {
    for (var reference : List.of("1.25", digest(MANIFEST).toString())) {
      var answer = get("/v2/" + name + "/manifests/" + reference + query);

      assertEquals(200, answer.statusCode(), reference);
      assertEquals(MANIFEST, answer.body());
      assertEquals(MediaTypes.DOCKER_MANIFEST, header(answer, "Content-Type"));
      assertEquals(digest(MANIFEST).toString(), header(answer, "Docker-Content-Digest"));
    }
  }

  @Test
  void answersHeadLikeGetWithoutTheBytes() throws Exception {
    var answer = send(request("/v2/library/nginx/manifests/1.25").HEAD());

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals(MANIFEST.length() + "", header(answer, "Content-Length"));
    assertEquals(digest(MANIFEST).toString(), header(answer, "Docker-Content-Digest"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',          200, 0123456789, ''",
    "bytes=0-3,   206, 0123,       bytes 0-3/10",
    "bytes=4-,    206, 456789,     bytes 4-9/10",
    "bytes=-2,    206, 89,         bytes 8-9/10",
    "bytes=8-99,  206, 89,         bytes 8-9/10",
    "bytes=10-,   416, '',         bytes */10",
    "'bytes=0-1,3-4', 200, 0123456789, ''",
    "bytes=5-2,   200, 0123456789, ''",
  })
  void servesPartsOfABlob(String range, int status, String bytes, String contentRange)
      throws Exception {
    var request = request(blobPath("library/nginx"));
    var answer = send(range.isEmpty() ? request.GET() : request.header("Range", range).GET());

    assertEquals(status, answer.statusCode());
    assertEquals(bytes, answer.body());
    assertEquals(contentRange, header(answer, "Content-Range"));
    assertEquals("bytes", header(answer, "Accept-Ranges"));
  }

  @Test
  void aBlobThatIsKnownIsNotSentAgain() throws Exception {
    var path = blobPath("library/nginx");
    var etag = header(get(path), "ETag");

    assertEquals("\"" + digest(LAYER) + "\"", etag);
    assertEquals(304, send(request(path).header("If-None-Match", etag).GET()).statusCode());
    var other = request(path).header("Range", "bytes=0-3").header("If-Range", "\"other\"").GET();
    assertEquals(LAYER, send(other).body());
  }

  @Test
  void listsTags() throws Exception {
    tag(Tenant.DEFAULT, "nginx:1.26", MANIFEST);
    tag(Tenant.DEFAULT, "nginx:latest", MANIFEST);

    var all = get("/v2/library/nginx/tags/list?ns=docker.io");
    assertEquals(
        "{\"name\":\"library/nginx\",\"tags\":[\"1.25\",\"1.26\",\"latest\"]}", all.body());
    var page = get("/v2/library/nginx/tags/list?n=1&last=1.25");
    assertEquals("{\"name\":\"library/nginx\",\"tags\":[\"1.26\"]}", page.body());
    assertEquals("<list?n=1&last=1.26>; rel=\"next\"", header(page, "Link"));
  }

  @Test
  void servesNoNameOfATenantThatIsNotListed() throws Exception {
    tag(new Tenant("team-a"), "secret:1", "{\"schemaVersion\":2}");

    refuses("MANIFEST_UNKNOWN", 404, get("/v2/library/secret/manifests/1"));
    refuses(
        "MANIFEST_UNKNOWN",
        404,
        get("/v2/library/secret/manifests/" + digest("{\"schemaVersion\":2}")));
    refuses("NAME_UNKNOWN", 404, get("/v2/library/secret/tags/list"));
    refuses("BLOB_UNKNOWN", 404, get(blobPath("library/secret")));
  }

  @Test
  void aDigestAloneOpensNothing() throws Exception {
    refuses("BLOB_UNKNOWN", 404, get(blobPath("library/other")));
    refuses("MANIFEST_UNKNOWN", 404, get("/v2/library/other/manifests/" + digest(MANIFEST)));
  }

  @Test
  void aLayerIsNoManifest() throws Exception {
    refuses("MANIFEST_UNKNOWN", 404, get("/v2/library/nginx/manifests/" + digest(LAYER)));
  }

  /// As under disk pressure.
  @Test
  void saysWhenABlobIsNoLongerKept() throws Exception {
    content.delete(digest(LAYER));

    refuses("BLOB_UNKNOWN", 404, get(blobPath("library/nginx")));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/UPPER/manifests/1,          NAME_INVALID,     400",
    "/v2/a/blobs/sha256:12,          DIGEST_INVALID,   400",
    "/v2/a/manifests/sha256:12,      DIGEST_INVALID,   400",
    "/v2/a/manifests/-,              MANIFEST_UNKNOWN, 404",
    "/v2/_catalog,                   NAME_UNKNOWN,     404",
    "/v1/images,                     NAME_UNKNOWN,     404",
  })
  void refusesInTheWordsOfTheSpec(String path, String code, int status) throws Exception {
    refuses(code, status, get(path));
  }

  @Test
  void isReadOnly() throws Exception {
    refuses("UNSUPPORTED", 405, send(request("/v2/library/nginx/manifests/1.25").DELETE()));
  }

  private void tag(Tenant tenant, String name, String manifest) {
    content.put(manifest.getBytes(UTF_8));
    content.put("config".getBytes(UTF_8));
    content.put(LAYER.getBytes(UTF_8));
    var image =
        new StoredImage(
            new Descriptor(MediaTypes.DOCKER_MANIFEST, digest(manifest), manifest.length()),
            digest("config"),
            List.of(),
            List.of(digest(manifest), digest("config"), digest(LAYER)),
            1,
            Instant.EPOCH,
            Instant.EPOCH);
    metadata.images().tag(tenant, Reference.parse(name), image);
  }

  private static void refuses(String code, int status, HttpResponse<String> answer) {
    assertEquals(code, Json.parse(answer.body()).at("/errors/0/code").asText());
    assertEquals(status, answer.statusCode());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String blobPath(String name) {
    return "/v2/" + name + "/blobs/" + digest(LAYER);
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(UTF_8));
  }
}
