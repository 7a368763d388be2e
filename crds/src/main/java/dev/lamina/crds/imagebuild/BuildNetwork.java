package dev.lamina.crds.imagebuild;

/// What RUN instructions can reach.
public enum BuildNetwork {
  Default,
  None
}
