package dev.lamina.crds.imagepull;

/// When a registry is asked although the image is present.
public enum PullPolicy {
  IfNotPresent,
  Always
}
