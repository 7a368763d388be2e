package dev.lamina.agent.transfer;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.transfer.IncomingImage.IncomingLayer;
import dev.lamina.agent.transfer.IncomingImage.IncomingManifest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads the images of an OCI layout. See the image-spec, image-layout.md.
final class OciLayout {
  static final String MARKER = "oci-layout";
  static final String INDEX = "index.json";

  /// A tag, or in many tools a whole name.
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  /// A whole name: containerd, BuildKit and Docker write it beside a tag in [#REF_NAME].
  static final String IMAGE_NAME = "io.containerd.image.name";

  private static final int DEPTH_LIMIT = 4;
  private static final int IMAGE_LIMIT = 256;

  private final ImageFiles files;
  private final Platform machine;

  OciLayout(ImageFiles files, Platform machine) {
    this.files = files;
    this.machine = machine;
  }

  static String blob(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  /// Every image of the layout; of one for several platforms the one for this machine.
  ///
  /// @throws AgentException `ImageNotFound` when none is for this machine, `InvalidImage`,
  ///   `DigestMismatch`, `LimitExceeded`
  List<IncomingImage> images() throws IOException {
    var bytes = files.read(INDEX, OciJson.DOCUMENT_LIMIT);
    var index = OciJson.index(bytes, MediaTypes.OCI_INDEX);
    if (index.manifests().size() > IMAGE_LIMIT) {
      throw limit("its index has " + index.manifests().size() + " images", IMAGE_LIMIT);
    }
    var byName =
        index.manifests().stream()
            .collect(groupingBy(OciLayout::name, LinkedHashMap::new, toList()));
    var images = new ArrayList<IncomingImage>();
    for (var named : byName.entrySet()) {
      var names = named.getKey().map(List::of).orElse(List.of());
      for (var descriptor : forThisMachine(named.getValue())) {
        images.add(image(descriptor, 0).withNames(names));
      }
    }
    return images;
  }

  private static Optional<Reference> name(Descriptor descriptor) {
    var whole = descriptor.annotations().get(IMAGE_NAME);
    return Optional.ofNullable(whole != null ? whole : descriptor.annotations().get(REF_NAME))
        .map(Reference::parseLocal);
  }

  /// Those without a stated platform stay, and a single one is taken whatever it is for.
  private List<Descriptor> forThisMachine(List<Descriptor> manifests) {
    return manifests.size() == 1 ? manifests : manifests.stream().filter(this::mayRunHere).toList();
  }

  private boolean mayRunHere(Descriptor manifest) {
    return manifest.platform() == null || manifest.platform().runsOn(machine);
  }

  private IncomingImage image(Descriptor descriptor, int depth) throws IOException {
    if (MediaTypes.isManifest(descriptor.mediaType())) {
      return ofManifest(descriptor);
    }
    if (!MediaTypes.isIndex(descriptor.mediaType())) {
      throw invalid(descriptor.digest() + " is a " + descriptor.mediaType() + ", not an image");
    }
    if (depth == DEPTH_LIMIT) {
      throw limit("its indexes are nested", DEPTH_LIMIT);
    }
    var nested = OciJson.index(document(descriptor), descriptor.mediaType());
    return image(choose(descriptor, nested.manifests()), depth + 1);
  }

  private Descriptor choose(Descriptor index, List<Descriptor> manifests) {
    return manifests.stream()
        .filter(this::mayRunHere)
        .findFirst()
        .orElseThrow(() ->
            new AgentException(
                FailureReason.ImageNotFound,
                String.format(
                    "importing %s: the image %s is not for %s, only for %s",
                    files.source(), index.digest(), machine, platforms(manifests))));
  }

  private static List<String> platforms(List<Descriptor> manifests) {
    return manifests.stream().map(manifest -> String.valueOf(manifest.platform())).toList();
  }

  private IncomingImage ofManifest(Descriptor descriptor) throws IOException {
    var bytes = document(descriptor);
    var manifest = OciJson.manifest(bytes, descriptor.mediaType());
    if (!MediaTypes.isConfig(manifest.config().mediaType())) {
      throw invalid(
          descriptor.digest()
              + " is no container image, its config is a "
              + manifest.config().mediaType());
    }
    var config = document(manifest.config());
    return new IncomingImage(
        OciJson.config(config),
        config,
        manifest.layers().stream().map(this::layer).toList(),
        Optional.of(new IncomingManifest(plain(descriptor), bytes)),
        List.of());
  }

  /// The annotations belong to the index the descriptor stood in.
  private static Descriptor plain(Descriptor descriptor) {
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  private IncomingLayer layer(Descriptor layer) {
    if (!MediaTypes.isLayer(layer.mediaType())) {
      throw invalid("layer " + layer.digest() + " is a " + layer.mediaType());
    }
    var file = blob(layer.digest());
    return new IncomingLayer(
        layer.mediaType(), layer.digest(), layer.size(), () -> files.open(file));
  }

  private byte[] document(Descriptor descriptor) throws IOException {
    var file = blob(descriptor.digest());
    if (files.size(file) != descriptor.size()) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          String.format(
              "importing %s: %s has %d bytes, announced are %d",
              files.source(), file, files.size(file), descriptor.size()));
    }
    return files.read(file, descriptor.digest(), OciJson.DOCUMENT_LIMIT);
  }

  private AgentException invalid(String why) {
    return new AgentException(
        FailureReason.InvalidImage, "importing " + files.source() + ": " + why);
  }

  private AgentException limit(String what, int limit) {
    return new AgentException(
        FailureReason.LimitExceeded,
        "importing " + files.source() + ": " + what + ", the limit is " + limit);
  }
}
