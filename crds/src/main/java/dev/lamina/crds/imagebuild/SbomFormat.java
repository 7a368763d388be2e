package dev.lamina.crds.imagebuild;

/// Format of the software bill of materials; Off and None both mean that none is made.
public enum SbomFormat {
  Off,
  None,
  SPDX,
  CycloneDX
}
