package dev.lamina.crds.imagebuild;

/// How much the provenance attestation says.
public enum Provenance {
  None,
  Min,
  Max
}
