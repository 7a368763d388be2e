package dev.lamina.crds.containerrun;

/// Transport protocol of a port.
public enum Protocol {
  TCP,
  UDP
}
