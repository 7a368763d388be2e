package dev.lamina.crds.containerrun;

/// How a node is chosen among those that fit.
public enum RunStrategy {
  ImageLocality,
  LeastLoaded
}
