package dev.lamina.kubectl.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"kubectl-lamina " + Objects.requireNonNullElse(version, "(unpackaged)")};
  }
}
