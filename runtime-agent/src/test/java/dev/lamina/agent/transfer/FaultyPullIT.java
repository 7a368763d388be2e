package dev.lamina.agent.transfer;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.utf8;
import static dev.lamina.crds.failure.FailureReason.DigestMismatch;
import static dev.lamina.crds.failure.FailureReason.ImageNotFound;
import static dev.lamina.crds.failure.FailureReason.LimitExceeded;
import static dev.lamina.crds.failure.FailureReason.RateLimited;
import static dev.lamina.crds.failure.FailureReason.RegistryUnavailable;
import static dev.lamina.crds.failure.FailureReason.Unauthorized;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.FaultyRegistry;
import dev.lamina.agent.registry.FaultyRegistry.Answer;
import dev.lamina.agent.registry.HttpExchange;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.registry.RegistryLimits;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RetryPolicy;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.agent.transfer.pull.PullRequest;
import dev.lamina.agent.transfer.pull.PulledImage;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Pulls from a registry that fails in every way there is: the right bytes or a clear reason, and
/// nothing that stands in the way of the next pull.
@Timeout(60)
class FaultyPullIT {
  private static final byte[] CONTENT = randomBytes(300_000);
  private static final String PASSWORD = "secret-of-this-registry";
  private static final RegistryAccess ACCESS =
      new RegistryAccess(
          (host, repository) -> Optional.of(new Credential.Basic("user", PASSWORD)), false, null);
  private static final String MANIFEST = "GET .*/manifests/";

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();
  private final Scene scene = new Scene();
  private RealStore store;

  /// A registry with one image, and a stranger that it may send its clients to.
  static final class Scene {
    final FaultyRegistry registry = new FaultyRegistry();
    final FaultyRegistry stranger = new FaultyRegistry();
    final Descriptor layer = registry.blob(MediaTypes.OCI_LAYER_GZIP, blob());
    final Descriptor config =
        registry.blob(
            MediaTypes.OCI_CONFIG, OciJson.bytes(config(Platform.host(), List.of(diffId(tar())))));

    Scene() {
      var manifest = Manifest.of(config, List.of(layer));
      registry.manifest("1", MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
      stranger.blob(MediaTypes.OCI_LAYER_GZIP, blob());
    }

    String layers() {
      return "GET .*/blobs/" + layer.digest();
    }

    String configs() {
      return "GET .*/blobs/" + config.digest();
    }

    void once(String request, Answer answer) {
      registry.fail(1, request, answer);
    }

    void always(String request, Answer answer) {
      registry.failAlways(request, answer);
    }

    /// Half of the blob, in the way that the fault ends it.
    Answer half(Ending ending) {
      var bytes = registry.bytes(layer.digest());
      return exchange -> ending.end(exchange, 200, Map.of(), bytes, bytes.length / 2);
    }
  }

  @FunctionalInterface
  interface Ending {
    void end(HttpExchange exchange, int status, Map<String, String> headers, byte[] body, int sent)
        throws IOException;
  }

  /// Makes the registry of a scene faulty.
  @FunctionalInterface
  interface Fault {
    void in(Scene scene);
  }

  @BeforeEach
  void open() {
    store = RealStore.open(workspace.path().resolve("store"));
  }

  @AfterEach
  void close() {
    store.close();
    scene.registry.close();
    scene.stranger.close();
  }

  static Stream<Arguments> overcome() {
    return Stream.of(
        fault("no fault", scene -> {}),
        fault("body cut once", scene -> scene.once(scene.layers(), scene.half(cut()))),
        fault("body reset once", scene -> scene.once(scene.layers(), scene.half(reset()))),
        fault("body stalls once", scene -> scene.once(scene.layers(), scene.half(stall()))),
        fault(
            "body cut, and ranges are not served",
            scene -> {
              scene.once(scene.layers(), scene.half(cut()));
              var whole = scene.registry.bytes(scene.layer.digest());
              scene.always(scene.layers(), exchange -> exchange.answer(200, Map.of(), whole));
            }),
        fault("429 with Retry-After", scene -> scene.once(scene.layers(), status(429, "0"))),
        fault("503 with Retry-After", scene -> scene.once(MANIFEST, status(503, "0"))),
        fault("500 without", scene -> scene.once(scene.configs(), status(500, null))),
        fault("slow body", scene -> scene.always(scene.layers(), scene.half(slowly()))),
        fault(
            "no length announced",
            scene ->
                scene.always(scene.layers(), chunked(scene.registry.bytes(scene.layer.digest())))),
        fault("password wanted", scene -> scene.always("", passwordWanted(scene.registry))),
        fault(
            "blobs of another host",
            scene -> {
              scene.always(scene.layers(), redirect(scene.stranger));
              scene.always("", passwordWanted(scene.registry));
            }));
  }

  @ParameterizedTest
  @MethodSource("overcome")
  void getsTheRightBytesInTheEnd(Fault fault) throws IOException {
    fault.in(scene);

    requireWhole(pull());

    requireNoLeak();
  }

  static Stream<Arguments> givenUp() {
    return Stream.of(
        refused(
            RegistryUnavailable,
            "body always cut",
            scene -> scene.always(scene.layers(), scene.half(cut()))),
        refused(
            RegistryUnavailable,
            "body always reset",
            scene -> scene.always(scene.layers(), scene.half(reset()))),
        refused(
            RegistryUnavailable,
            "body always stalls",
            scene -> scene.always(scene.layers(), scene.half(stall()))),
        refused(
            RegistryUnavailable,
            "no answer at all",
            scene -> scene.always(scene.layers(), FaultyPullIT::silence)),
        refused(
            RegistryUnavailable,
            "no HTTP",
            scene ->
                scene.always(scene.layers(), exchange -> exchange.hangUp("gibberish\r\n\r\n"))),
        refused(
            RegistryUnavailable,
            "other ranges than asked for",
            scene -> {
              scene.once(scene.layers(), scene.half(cut()));
              scene.always(
                  scene.layers(),
                  exchange ->
                      exchange.answer(
                          206,
                          Map.of("Content-Range", "bytes 5-6/" + scene.layer.size()),
                          new byte[2]));
            }),
        refused(
            RateLimited, "429 for ever", scene -> scene.always(scene.layers(), status(429, "0"))),
        refused(
            RateLimited, "429 for a day", scene -> scene.always(MANIFEST, status(429, "86400"))),
        refused(
            RegistryUnavailable, "503 for ever", scene -> scene.always(MANIFEST, status(503, "0"))),
        refused(
            DigestMismatch,
            "other bytes",
            scene -> scene.always(scene.layers(), otherBytes(scene.layer))),
        refused(
            DigestMismatch,
            "another config",
            scene -> scene.always(scene.configs(), otherBytes(scene.config))),
        refused(
            DigestMismatch,
            "shorter blob",
            scene ->
                scene.always(
                    scene.layers(), exchange -> exchange.answer(200, Map.of(), new byte[10]))),
        refused(
            DigestMismatch,
            "longer blob",
            scene ->
                scene.always(
                    scene.layers(), exchange -> exchange.answer(200, Map.of(), new byte[400_000]))),
        refused(
            DigestMismatch,
            "more than announced",
            scene -> scene.always(scene.layers(), chunked(longer(scene)))),
        refused(
            DigestMismatch, "another manifest", scene -> scene.always(MANIFEST, otherManifest())),
        refused(
            LimitExceeded,
            "huge manifest",
            scene ->
                scene.always(
                    MANIFEST,
                    exchange ->
                        exchange.answer(
                            200,
                            Map.of("Content-Type", MediaTypes.OCI_MANIFEST),
                            new byte[5 << 20]))),
        refused(
            ImageNotFound,
            "blob that is not there",
            scene -> scene.always(scene.layers(), status(404, null))),
        refused(
            Unauthorized,
            "redirects in a circle",
            scene -> scene.always(scene.layers(), redirect(scene.registry))),
        refused(
            Unauthorized,
            "redirect to a file",
            scene ->
                scene.always(
                    scene.layers(),
                    exchange -> exchange.answer(307, Map.of("Location", "file:///etc/passwd")))),
        refused(
            Unauthorized,
            "token server of strangers",
            scene -> {
              var realm = "Bearer realm=\"http://%s/token\"".formatted(elsewhere(scene.stranger));
              scene.always("", exchange -> exchange.answer(401, Map.of("WWW-Authenticate", realm)));
            }),
        refused(
            Unauthorized,
            "token server beside the cloud's secrets",
            scene ->
                scene.always(
                    "",
                    exchange ->
                        exchange.answer(
                            401,
                            Map.of(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://169.254.169.254/latest\"")))),
        refused(
            Unauthorized,
            "challenge of a redirect's target",
            scene -> {
              scene.always(scene.layers(), redirect(scene.stranger));
              scene.stranger.failAlways(
                  "",
                  exchange -> exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=x")));
            }));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("givenUp")
  void saysWhyAndHarmsNoLaterPull(FailureReason reason, Fault fault) throws IOException {
    fault.in(scene);

    var refused = assertThrows(AgentException.class, this::pull);

    assertEquals(reason, refused.reason(), refused::getMessage);
    assertEquals(1, refused.getMessage().lines().count(), refused::getMessage);
    assertFalse(refused.getMessage().contains(PASSWORD), refused::getMessage);
    requireNoLeak();
    assertEquals(List.of(), store.metadata.images().all());
    assertEquals(List.of(), store.snapshotter.active());
    assertEquals(List.of(), store.snapshotter.committed());
    scene.registry.heal();
    requireWhole(pull());
  }

  private PulledImage pull() {
    var config =
        new RegistryConfig(
            List.of(),
            List.of(),
            RegistryLimits.DEFAULT,
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(1)),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Proxies.NONE,
            CredentialSource.NONE);
    var reference = Reference.parse(scene.registry.host() + "/team/app:1");
    return store
        .pulls(new RegistryClient(config))
        .run(PullRequest.of(Tenant.DEFAULT, reference, ACCESS), PullProgress.NONE);
  }

  private void requireWhole(PulledImage pulled) throws IOException {
    var layer = store.snapshotter.layerDirectory(pulled.image().chain().getLast());
    assertArrayEquals(CONTENT, Files.readAllBytes(layer.resolve("file")));
    assertEquals(scene.layer.size(), store.content.stat(scene.layer.digest()).orElseThrow().size());
    assertEquals(List.of(), store.snapshotter.active());
  }

  /// No other origin has heard anything that is for this one.
  private void requireNoLeak() {
    for (var request : scene.stranger.requests()) {
      assertEquals(Optional.empty(), request.header("Authorization"), request.line());
    }
  }

  private static Answer status(int status, @Nullable String retryAfter) {
    var headers = retryAfter == null ? Map.<String, String>of() : Map.of("Retry-After", retryAfter);
    return exchange -> exchange.answer(status, headers);
  }

  private static Ending cut() {
    return HttpExchange::truncate;
  }

  private static Ending reset() {
    return HttpExchange::reset;
  }

  private static Ending stall() {
    return HttpExchange::stall;
  }

  /// All of it, piece by piece.
  private static Ending slowly() {
    return (exchange, status, headers, body, sent) -> exchange.trickle(status, headers, body);
  }

  private static void silence(HttpExchange exchange) throws IOException {
    exchange.silence();
  }

  private static Answer chunked(byte[] body) {
    return exchange -> exchange.answerInChunks(200, body);
  }

  private static byte[] longer(Scene scene) {
    var whole = scene.registry.bytes(scene.layer.digest());
    return Arrays.copyOf(whole, whole.length + 1);
  }

  private static Answer otherBytes(Descriptor blob) {
    var other = randomBytes((int) blob.size());
    return exchange -> {
      var from =
          exchange.header("Range").map(range -> Integer.parseInt(range.replaceAll("[^0-9]", "")));
      exchange.answer(
          200,
          Map.of(),
          from.isPresent() ? Arrays.copyOfRange(other, from.get(), other.length) : other);
    };
  }

  private static Answer otherManifest() {
    var headers =
        Map.of(
            "Content-Type",
            MediaTypes.OCI_MANIFEST,
            "Docker-Content-Digest",
            "sha256:" + "0".repeat(64));
    return exchange -> exchange.answer(200, headers, utf8("{}"));
  }

  private static Answer redirect(FaultyRegistry to) {
    return exchange ->
        exchange.answer(307, Map.of("Location", "http://" + elsewhere(to) + exchange.path()));
  }

  private static Answer passwordWanted(FaultyRegistry registry) {
    return exchange -> {
      if (exchange.header("Authorization").isPresent()) {
        registry.serve(exchange);
      } else {
        exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=test"));
      }
    };
  }

  /// The same machine under another name is another origin.
  private static String elsewhere(FaultyRegistry registry) {
    return registry.host().replace("127.0.0.1", "localhost");
  }

  private static byte[] tar() {
    return new RawTar().entry(RawTar.header('0', "file", CONTENT.length), CONTENT).bytes();
  }

  private static byte[] blob() {
    try {
      return gzip(tar());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static Arguments fault(String name, Fault fault) {
    return arguments(named(name, fault));
  }

  private static Arguments refused(FailureReason reason, String name, Fault fault) {
    return arguments(reason, named(name, fault));
  }
}
