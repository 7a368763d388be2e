package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.RemoteManifest;
import dev.lamina.agent.registry.Repository;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Every repository of a world without a network; it writes down what it is asked.
public final class MemoryRegistry implements Registries {
  public final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, RemoteManifest> manifests = new ConcurrentHashMap<>();

  /// Changes the bytes of blobs on their way, as a bad registry does.
  public Wire wire = (blob, in) -> in;

  private @Nullable RegistryAccess accepted;

  /// What happens to the bytes of a blob on their way.
  public interface Wire {
    InputStream apply(Digest blob, InputStream in);
  }

  /// A wire that gives other bytes for one blob.
  static Wire changing(Digest changed, byte[] bytes) {
    return (blob, in) -> blob.equals(changed) ? new ByteArrayInputStream(bytes) : in;
  }

  /// A wire that fails for one blob after some of its bytes.
  static Wire cuttingOff(Digest cut, int after) {
    return (blob, in) -> blob.equals(cut) ? new CutOff(in, after) : in;
  }

  /// A stream as [Repository#openBlob] promises it: it fails with a reason.
  private static final class CutOff extends InputStream {
    private final InputStream in;
    private int left;

    CutOff(InputStream in, int left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException(
            new AgentException(FailureReason.RegistryUnavailable, "the connection broke"));
      }
      return in.read();
    }

    /// Gives what it has before it fails, as a socket does.
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return read();
      }
      var count = in.read(bytes, offset, Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }
  }

  /// From now on only these credentials are accepted.
  public void requireAccess(RegistryAccess access) {
    accepted = access;
  }

  @Override
  public Repository open(Reference name, RegistryAccess access) {
    if (accepted != null && !accepted.equals(access)) {
      throw new AgentException(FailureReason.Unauthorized, "no access to " + name.name());
    }
    return new MemoryRepository(name.name());
  }

  /// Stores an image as `tag` of a repository.
  public Descriptor image(String repository, String tag, byte[] config, List<byte[]> layers) {
    var descriptors = new ArrayList<Descriptor>();
    for (var layer : layers) {
      descriptors.add(blob(repository, MediaTypes.OCI_LAYER_GZIP, layer));
    }
    var manifest = Manifest.of(blob(repository, MediaTypes.OCI_CONFIG, config), descriptors);
    return manifest(repository, tag, MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
  }

  public Descriptor index(String repository, String tag, Descriptor... images) {
    var bytes = OciJson.bytes(Index.of(List.of(images)));
    return manifest(repository, tag, MediaTypes.OCI_INDEX, bytes);
  }

  public Descriptor blob(String repository, String mediaType, byte[] bytes) {
    var descriptor = new Descriptor(mediaType, Digest.sha256(bytes), bytes.length);
    blobs.put(repository + "@" + descriptor.digest(), bytes);
    return descriptor;
  }

  public Descriptor manifest(String repository, String tag, String mediaType, byte[] bytes) {
    var descriptor = new Descriptor(mediaType, Digest.sha256(bytes), bytes.length);
    var manifest = new RemoteManifest(descriptor, bytes);
    manifests.put(repository + ":" + tag, manifest);
    manifests.put(repository + ":" + descriptor.digest(), manifest);
    return descriptor;
  }

  public boolean has(String repository, Digest blob) {
    return blobs.containsKey(repository + "@" + blob);
  }

  public Optional<Descriptor> find(String repository, String tag) {
    return Optional.ofNullable(manifests.get(repository + ":" + tag))
        .map(RemoteManifest::descriptor);
  }

  private final class MemoryRepository implements Repository {
    private final String name;

    MemoryRepository(String name) {
      this.name = name;
    }

    @Override
    public Descriptor resolve(String tagOrDigest) {
      requests.add("HEAD manifest");
      return manifest(tagOrDigest).descriptor();
    }

    @Override
    public RemoteManifest fetchManifest(String tagOrDigest) {
      requests.add("GET manifest");
      return manifest(tagOrDigest);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset) {
      requests.add("GET blob " + blob.digest() + (offset > 0 ? " from " + offset : ""));
      var bytes = bytes(blob.digest());
      var from = (int) Math.min(offset, bytes.length);
      return wire.apply(blob.digest(), new ByteArrayInputStream(bytes, from, bytes.length - from));
    }

    @Override
    public byte[] fetchBlob(Descriptor blob) {
      requests.add("GET config");
      return bytes(blob.digest());
    }

    @Override
    public Optional<InputStream> openBlobRange(Descriptor blob, long offset, long length) {
      requests.add("GET range " + blob.digest());
      var bytes = bytes(blob.digest());
      return Optional.of(
          wire.apply(blob.digest(), new ByteArrayInputStream(bytes, (int) offset, (int) length)));
    }

    @Override
    public boolean hasBlob(Digest digest) {
      return has(name, digest);
    }

    @Override
    public List<String> tags() {
      return List.of();
    }

    @Override
    public List<Descriptor> referrers(Digest subject, @Nullable String artifactType) {
      return List.of();
    }

    @Override
    public Upload pushBlob(Descriptor blob, BlobSource source, @Nullable String mountFrom) {
      if (hasBlob(blob.digest())) {
        return Upload.PRESENT;
      }
      var host = name.substring(0, name.indexOf('/') + 1);
      if (mountFrom != null && has(host + mountFrom, blob.digest())) {
        requests.add("mount from " + mountFrom);
        blobs.put(
            name + "@" + blob.digest(),
            Objects.requireNonNull(blobs.get(host + mountFrom + "@" + blob.digest())));
        return Upload.MOUNTED;
      }
      try (var in = source.open(0)) {
        requests.add("upload " + blob.digest());
        MemoryRegistry.this.blob(name, blob.mediaType(), in.readAllBytes());
        return Upload.UPLOADED;
      } catch (IOException e) {
        throw new AgentException(FailureReason.RegistryUnavailable, e.toString(), e);
      }
    }

    @Override
    public void pushManifest(String tagOrDigest, String mediaType, byte[] bytes) {
      requests.add("PUT manifest " + tagOrDigest);
      MemoryRegistry.this.manifest(
          name, tagOrDigest, mediaType, Arrays.copyOf(bytes, bytes.length));
    }

    private RemoteManifest manifest(String tagOrDigest) {
      return Optional.ofNullable(manifests.get(name + ":" + tagOrDigest))
          .orElseThrow(
              () -> new AgentException(FailureReason.ImageNotFound, name + ":" + tagOrDigest));
    }

    private byte[] bytes(Digest digest) {
      return Optional.ofNullable(blobs.get(name + "@" + digest))
          .orElseThrow(() -> new AgentException(FailureReason.ImageNotFound, "blob " + digest));
    }
  }
}
