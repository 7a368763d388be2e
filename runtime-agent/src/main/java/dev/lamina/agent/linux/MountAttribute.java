package dev.lamina.agent.linux;

import java.util.Set;

/// What is forbidden in a mount.
public enum MountAttribute {
  READ_ONLY(1),
  NO_SETUID(2),
  NO_DEVICES(4),
  NO_EXECUTION(8);

  /// `MOUNT_ATTR_*` of the new mount API, which for these four equal `MS_*` of the old one.
  private final int bit;

  MountAttribute(int bit) {
    this.bit = bit;
  }

  static int bits(Set<MountAttribute> attributes) {
    return attributes.stream().mapToInt(attribute -> attribute.bit).sum();
  }
}
