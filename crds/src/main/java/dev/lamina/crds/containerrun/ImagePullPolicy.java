package dev.lamina.crds.containerrun;

/// When a registry is asked for the image.
public enum ImagePullPolicy {
  IfNotPresent,
  Always,
  Never
}
