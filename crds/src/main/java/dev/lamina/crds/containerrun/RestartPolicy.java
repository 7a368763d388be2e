package dev.lamina.crds.containerrun;

/// When an ended container is started again.
public enum RestartPolicy {
  Never,
  OnFailure,
  Always
}
