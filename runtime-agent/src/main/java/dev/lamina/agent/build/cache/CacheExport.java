package dev.lamina.agent.build.cache;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.image.CacheConfig;
import dev.lamina.agent.image.CacheConfig.CacheLayer;
import dev.lamina.agent.image.CacheConfig.CacheRecord;
import dev.lamina.agent.image.CacheConfig.LayerFacts;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.registry.Repository;
import dev.lamina.agent.transfer.push.BlobUploads;
import dev.lamina.agent.transfer.push.PushProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Brings the steps of a build into a registry, those of stages that are not in the image as well.
/// Layers of base images stay where they are.
public final class CacheExport {
  private final ContentStore content;
  private final Lease lease;

  public CacheExport(ContentStore content, Lease lease) {
    this.content = content;
    this.lease = lease;
  }

  /// Uploads what the repository lacks, and the manifest at the end.
  ///
  /// @param results by the keys of their steps
  /// @throws dev.lamina.agent.failure.AgentException what [Repository] throws
  public void run(Map<Digest, CacheResult> results, Repository repository, Reference reference) {
    var draft = new Draft(content);
    new TreeMap<>(byName(results)).values().forEach(draft::add);
    var config = OciJson.bytes(draft.config());
    var configBlob = content.put(config).digest();
    lease.hold(configBlob);
    var manifest =
        Manifest.of(
            new Descriptor(CacheConfig.MEDIA_TYPE, configBlob, config.length),
            List.copyOf(draft.blobs.values()));
    new BlobUploads(content, repository, Map.of(), PushProgress.NONE).run(manifest);
    repository.pushManifest(
        CacheSource.target(reference), MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
  }

  private static Map<String, Map.Entry<Digest, CacheResult>> byName(
      Map<Digest, CacheResult> results) {
    var named = new HashMap<String, Map.Entry<Digest, CacheResult>>();
    results.entrySet().forEach(entry -> named.put(entry.getKey().toString(), entry));
    return named;
  }

  /// The documents in the making; the same results give the same bytes.
  private static final class Draft {
    private final ContentStore content;
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    private final List<CacheResult> layers = new ArrayList<>();
    private final Map<CacheResult, Integer> indexes = new HashMap<>();
    private final List<CacheRecord> records = new ArrayList<>();

    private Draft(ContentStore content) {
      this.content = content;
    }

    /// A blob that is kept no more, or is one too many for a manifest, is left out.
    private void add(Map.Entry<Digest, CacheResult> step) {
      var result = step.getValue();
      var blob = result.layer().blob();
      var isNew = !blobs.containsKey(blob.digest());
      if (isNew && (blobs.size() == OciJson.LAYER_LIMIT || content.stat(blob.digest()).isEmpty())) {
        return;
      }
      blobs.putIfAbsent(blob.digest(), described(result));
      var index =
          indexes.computeIfAbsent(
              result,
              _ -> {
                layers.add(result);
                return layers.size() - 1;
              });
      var createdAt = result.layer().createdAt();
      records.add(
          new CacheRecord(List.of(new CacheConfig.CacheResult(index, createdAt)), step.getKey()));
    }

    private static Descriptor described(CacheResult result) {
      var blob = result.layer().blob();
      return new Descriptor(blob.mediaType(), blob.digest(), blob.size())
          .withAnnotation("containerd.io/uncompressed", result.layer().diffId().toString());
    }

    private CacheConfig config() {
      return new CacheConfig(layers.stream().map(this::layer).toList(), records);
    }

    private CacheLayer layer(CacheResult result) {
      var layer = result.layer();
      var blob = layer.blob();
      return new CacheLayer(
          blob.digest(),
          indexOf(result.parent()),
          new LayerFacts(blob.mediaType(), layer.diffId(), blob.size(), layer.createdAt()));
    }

    private int indexOf(@Nullable ChainId parent) {
      for (var i = 0; i < layers.size(); i++) {
        if (layers.get(i).name().equals(parent)) {
          return i;
        }
      }
      return -1;
    }
  }
}
