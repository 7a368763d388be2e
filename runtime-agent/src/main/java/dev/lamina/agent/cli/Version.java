package dev.lamina.agent.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"lamina-agent " + Objects.requireNonNullElse(version, "(unpackaged)")};
  }
}
