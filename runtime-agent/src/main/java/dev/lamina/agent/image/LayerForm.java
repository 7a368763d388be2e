package dev.lamina.agent.image;

/// How the blob of a layer is compressed.
public enum LayerForm {
  GZIP(MediaTypes.OCI_LAYER_GZIP),
  ZSTD(MediaTypes.OCI_LAYER_ZSTD),
  NONE(MediaTypes.OCI_LAYER);

  private final String mediaType;

  LayerForm(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }
}
