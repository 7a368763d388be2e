package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.CleanPath;

/// The value of WORKDIR: an absolute path stays as it is written, a relative one is joined to the
/// directory before it and cleaned.
final class WorkingDirectory {
  private WorkingDirectory() {}

  static String of(String current, String written) {
    return written.startsWith("/") ? written : CleanPath.resolve("/" + current, written);
  }
}
