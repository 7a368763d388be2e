package dev.lamina.agent.build.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one configuration file that git reads, for submodules too, which settings of the command
/// line do not reach. It may hold a credential, so it is removed with its use.
record GitSettings(Path file) implements AutoCloseable {
  private static final String SETTINGS =
      """
      [core]
      hooksPath = /dev/null
      symlinks = true
      fsmonitor = false
      protectNTFS = true
      autocrlf = false
      [credential]
      helper =
      [transfer]
      fsckObjects = true
      [fetch]
      recurseSubmodules = false
      """;

  static GitSettings write(Path file, GitSource source, @Nullable GitCredential credential)
      throws IOException {
    var permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, permissions);
    var text = credential == null ? SETTINGS : SETTINGS + shown(source.repository(), credential);
    Files.write(file, List.of(text), StandardCharsets.UTF_8);
    return new GitSettings(file);
  }

  /// For this origin alone: neither a redirect nor a submodule takes it elsewhere.
  private static String shown(URI repository, GitCredential credential) {
    return """
    [http "%s://%s/"]
    extraHeader = "Authorization: %s"
    """
        .formatted(repository.getScheme(), repository.getRawAuthority(), credential.basic());
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
