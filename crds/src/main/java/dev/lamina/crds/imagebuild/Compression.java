package dev.lamina.crds.imagebuild;

/// How layers are compressed for push and load; the names are those of the media types.
public enum Compression {
  gzip,
  zstd,
  none
}
