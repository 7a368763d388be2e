package dev.lamina.crds.imagebuild;

/// How a node is chosen among those that fit.
public enum BuildStrategy {
  CacheAffinity,
  LeastLoaded
}
