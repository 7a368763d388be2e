package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// From what a reference stands for, down to the manifest for a platform and its config.
final class ImageResolution {
  private final PullRequest request;
  private final Documents documents;
  private final TransferLimits limits;

  ImageResolution(PullRequest request, Documents documents, TransferLimits limits) {
    this.request = request;
    this.documents = documents;
    this.limits = limits;
  }

  /// The manifest for the platform, and the indexes above it.
  ///
  /// @throws AgentException `ImageNotFound` when there is none for the platform, `InvalidImage`,
  ///   `LimitExceeded`
  Resolved manifest(Descriptor target) {
    var indexes = new ArrayList<Digest>();
    var current = target;
    while (MediaTypes.isIndex(current.mediaType())) {
      if (indexes.size() == limits.indexDepth()) {
        throw limit("indexes in one another", limits.indexDepth());
      }
      var bytes = documents.manifest(current);
      indexes.add(current.digest());
      current = choose(OciJson.index(bytes, current.mediaType()).manifests());
    }
    if (!MediaTypes.isManifest(current.mediaType())) {
      throw invalid(current.digest() + " is a " + current.mediaType() + ", not an image");
    }
    var manifest = OciJson.manifest(documents.manifest(current), current.mediaType());
    requireImage(manifest);
    return new Resolved(target, indexes, plain(current), manifest);
  }

  /// The config, after everything that manifest and config say of each other was compared.
  RemoteImage withConfig(Resolved resolved) {
    var manifest = resolved.manifest();
    var config = OciJson.config(documents.config(manifest.config()));
    requireSameLayers(manifest, config);
    requirePlatform(config);
    return new RemoteImage(
        resolved.target(), resolved.indexes(), resolved.descriptor(), manifest, config);
  }

  private Descriptor choose(List<Descriptor> manifests) {
    if (manifests.size() > limits.indexWidth()) {
      throw limit("manifests in an index", limits.indexWidth());
    }
    return new PlatformChoice(wanted())
        .of(manifests)
        .orElseThrow(() ->
            new AgentException(
                FailureReason.ImageNotFound,
                "pulling %s: no image for %s in it, only for %s"
                    .formatted(request.reference(), wanted(), platforms(manifests))));
  }

  private Platform wanted() {
    return Objects.requireNonNullElseGet(request.platform(), Platform::host);
  }

  private static List<String> platforms(List<Descriptor> manifests) {
    return manifests.stream().map(manifest -> String.valueOf(manifest.platform())).toList();
  }

  private void requireImage(Manifest manifest) {
    if (manifest.layers().size() > limits.layers()) {
      throw limit("layers", limits.layers());
    }
    if (!MediaTypes.isConfig(manifest.config().mediaType())) {
      throw invalid("it is no container image, its config is a " + manifest.config().mediaType());
    }
    for (var layer : manifest.layers()) {
      if (!MediaTypes.isLayer(layer.mediaType())) {
        throw invalid("layer " + layer.digest() + " is a " + layer.mediaType());
      }
    }
  }

  private void requireSameLayers(Manifest manifest, ImageConfig config) {
    var layers = manifest.layers().size();
    var diffIds = config.diffIds().size();
    if (layers != diffIds) {
      throw invalid("the manifest has " + layers + " layers, the config " + diffIds);
    }
  }

  /// An image that comes without an index is taken whatever it is for, unless a platform was asked
  /// for.
  private void requirePlatform(ImageConfig config) {
    var asked = request.platform();
    if (asked != null && !new PlatformChoice(asked).fits(config.platform())) {
      throw new AgentException(
          FailureReason.ImageNotFound,
          "pulling %s: it is for %s, not for %s"
              .formatted(request.reference(), config.platform(), asked));
    }
  }

  /// Platform and annotations belong to the index the descriptor stood in.
  private static Descriptor plain(Descriptor descriptor) {
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  private AgentException invalid(String why) {
    return new AgentException(
        FailureReason.InvalidImage, "pulling " + request.reference() + ": " + why);
  }

  private AgentException limit(String what, int limit) {
    return new AgentException(
        FailureReason.LimitExceeded,
        "pulling " + request.reference() + ": more " + what + " than the limit of " + limit);
  }

  record Resolved(
      Descriptor target, List<Digest> indexes, Descriptor descriptor, Manifest manifest) {}
}
