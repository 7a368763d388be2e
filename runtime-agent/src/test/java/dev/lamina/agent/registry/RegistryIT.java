package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.Repository.Upload;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Push and pull with a real registry.
class RegistryIT {
  private static final byte[] LAYER = new byte[20_000_000];
  private static final Descriptor BLOB;

  static {
    new Random(1).nextBytes(LAYER);
    BLOB = new Descriptor(MediaTypes.OCI_LAYER, Digest.sha256(LAYER), LAYER.length);
  }

  private final RegistryClient client = new RegistryClient(RegistryConfig.DEFAULT);

  @TempDir private Path directory;

  private Repository open(LocalRegistry registry, String path, RegistryAccess access) {
    return client.open(Reference.parse(registry.host() + "/" + path), access);
  }

  private static RegistryAccess access(String password, @Nullable Path ca) {
    var credential = new Credential.Basic(LocalRegistry.USERNAME, password);
    return new RegistryAccess((_, _) -> Optional.of(credential), false, ca);
  }

  private static Upload push(Repository repository, @Nullable String mountFrom) {
    return repository.pushBlob(BLOB, RegistryIT::layer, mountFrom);
  }

  private static ByteArrayInputStream layer(long offset) {
    return new ByteArrayInputStream(LAYER, (int) offset, LAYER.length - (int) offset);
  }

  private static byte[] manifest() {
    var config = new Descriptor(MediaTypes.OCI_CONFIG, BLOB.digest(), BLOB.size());
    return OciJson.bytes(Manifest.of(config, List.of(BLOB)));
  }

  private static void roundTrip(Repository repository) throws IOException {
    assertEquals(Upload.UPLOADED, push(repository, null));
    repository.pushManifest("1", MediaTypes.OCI_MANIFEST, manifest());

    var resolved = repository.resolve("1");
    assertEquals(Digest.sha256(manifest()), resolved.digest());
    assertArrayEquals(manifest(), repository.fetchManifest("1").bytes());
    assertEquals(resolved, repository.fetchManifest(resolved.digest().toString()).descriptor());
    assertEquals(List.of("1"), repository.tags());
    try (var in = repository.openBlob(BLOB, 0)) {
      assertArrayEquals(LAYER, in.readAllBytes());
    }
    try (var in = repository.openBlobRange(BLOB, 1000, 5_000_000).orElseThrow()) {
      assertArrayEquals(Arrays.copyOfRange(LAYER, 1000, 5_001_000), in.readAllBytes());
    }
  }

  @Test
  void givesBackWhatWasPushed() throws IOException {
    try (var registry = LocalRegistry.start(directory)) {
      roundTrip(open(registry, "app", RegistryAccess.ANONYMOUS));
    }
  }

  @Test
  void skipsAndMountsWhatIsThere() throws IOException {
    try (var registry = LocalRegistry.start(directory)) {
      push(open(registry, "app", RegistryAccess.ANONYMOUS), null);

      assertEquals(Upload.PRESENT, push(open(registry, "app", RegistryAccess.ANONYMOUS), null));
      assertEquals(Upload.MOUNTED, push(open(registry, "other", RegistryAccess.ANONYMOUS), "app"));
      assertEquals(
          Upload.UPLOADED, push(open(registry, "third", RegistryAccess.ANONYMOUS), "none"));
    }
  }

  @Test
  void goesOnWithAnUploadThatBroke() throws IOException {
    try (var registry = LocalRegistry.start(directory)) {
      var repository = open(registry, "app", RegistryAccess.ANONYMOUS);
      var source = new BreakingSource(12_000_000);

      assertEquals(Upload.UPLOADED, repository.pushBlob(BLOB, source, null));
      try (var in = repository.openBlob(BLOB, 0)) {
        assertArrayEquals(LAYER, in.readAllBytes());
      }
    }
  }

  @Test
  void speaksWithAPasswordOverTls() throws IOException {
    try (var registry = LocalRegistry.startSecure(directory)) {
      roundTrip(open(registry, "app", access(LocalRegistry.PASSWORD, registry.certificate())));

      var wrong = open(registry, "app", access("wrong", registry.certificate()));
      var e = assertThrows(AgentException.class, () -> wrong.resolve("1"));
      assertEquals(FailureReason.Unauthorized, e.reason());
      assertThrows(AgentException.class, () -> push(wrong, null));
    }
  }

  @Test
  void trustsNobodyElsesCertificate() throws IOException {
    try (var registry = LocalRegistry.startSecure(directory)) {
      var settings =
          new RegistrySettings(
              registry.host(),
              List.of(),
              new Certificates.File(registry.certificate()),
              false,
              0,
              Set.of());
      var configured = new RegistryClient(RegistryConfig.DEFAULT.with(List.of(settings)));
      var reference = Reference.parse(registry.host() + "/app");
      var known = configured.open(reference, access(LocalRegistry.PASSWORD, null));
      assertEquals(false, known.hasBlob(BLOB.digest()));

      var other = directory.resolve("other");
      Files.createDirectory(other);
      try (var stranger = LocalRegistry.startSecure(other)) {
        var wrong = access(LocalRegistry.PASSWORD, stranger.certificate());
        var repository = open(registry, "app", wrong);
        var e = assertThrows(AgentException.class, () -> repository.resolve("1"));
        assertEquals(FailureReason.RegistryUnavailable, e.reason());
      }
    }
  }

  /// Breaks once, after some bytes; later ones go on from where they are asked to.
  private static final class BreakingSource implements Repository.BlobSource {
    private final int limit;
    private boolean isBroken;

    BreakingSource(int limit) {
      this.limit = limit;
    }

    @Override
    public InputStream open(long offset) {
      if (isBroken) {
        return layer(offset);
      }
      isBroken = true;
      return new ByteArrayInputStream(LAYER, 0, limit);
    }
  }
}
