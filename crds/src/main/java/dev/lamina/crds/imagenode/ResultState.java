package dev.lamina.crds.imagenode;

/// Where an assignment stands.
public enum ResultState {
  Waiting,
  Running,
  Succeeded,
  Failed,
  Skipped,
  Cancelled
}
