package dev.lamina.crds.imagebuild;

/// Where finished steps are looked up before they are executed.
public enum CacheMode {
  Local,
  Registry,
  None
}
