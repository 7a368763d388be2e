package dev.lamina.crds.containerrun;

/// Which system calls are filtered.
public enum SeccompProfile {
  RuntimeDefault,
  Unconfined
}
