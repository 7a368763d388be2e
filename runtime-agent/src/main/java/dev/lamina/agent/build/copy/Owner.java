package dev.lamina.agent.build.copy;

/// User and group of a file.
public record Owner(int uid, int gid) {
  public static final Owner ROOT = new Owner(0, 0);
}
