package dev.lamina.crds.imagebuild;

/// The older name of [RunPolicy], without Parallel.
public enum Concurrency {
  Serial,
  SerialLatestOnly
}
