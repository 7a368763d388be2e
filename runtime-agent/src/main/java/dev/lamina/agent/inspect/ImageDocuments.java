package dev.lamina.agent.inspect;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The documents of an image as they were digested, so that somebody else can check them.
public final class ImageDocuments {
  private final ImageCatalog catalog;
  private final ContentStore content;
  private final ImageLayers layers;

  public ImageDocuments(ImageCatalog catalog, ContentStore content, ImageLayers layers) {
    this.catalog = catalog;
    this.content = content;
    this.layers = layers;
  }

  /// Reads the image people mean by `name`.
  ///
  /// @throws AgentException `ImageNotFound`; `InvalidImage` for a document that is not UTF-8
  public Documents run(Tenant tenant, String name) {
    var image = catalog.get(tenant, name);
    return new Documents(
        text(image.stored().digest()),
        text(image.stored().imageId()),
        layers.of(image).stream()
            .map(layer -> Objects.requireNonNullElse(layer.unpackedSize(), layer.size()))
            .toList());
  }

  private String text(Digest document) {
    var bytes = content.read(document, OciJson.DOCUMENT_LIMIT);
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      throw new AgentException(FailureReason.InvalidImage, document + " is not UTF-8");
    }
    return text;
  }

  /// Two documents and what no document says.
  ///
  /// @param unpackedBytes of the layers, lowest first
  public record Documents(String manifest, String config, List<Long> unpackedBytes) {
    public Documents {
      unpackedBytes = List.copyOf(unpackedBytes);
    }
  }
}
