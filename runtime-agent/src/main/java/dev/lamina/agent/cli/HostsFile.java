package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/// The `hosts.toml` of one registry, for containerd. See its docs/hosts.md.
///
/// A file that somebody else wrote is left alone: ours begins with a line that says so.
record HostsFile(Path path) {
  private static final String MARKER =
      "# Written by lamina-agent mirror-config, which replaces it. Remove this line to keep it.\n";

  /// A host, or `_default`; containerd writes a port as `host_5000_` where `:` cannot be.
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]*");

  static HostsFile in(Path directory, String registry) {
    if (!HOST.matcher(registry).matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "registry '" + registry + "' is not a host");
    }
    return new HostsFile(directory.resolve(registry).resolve("hosts.toml"));
  }

  /// Makes containerd try the mirror first and the registry itself after it.
  ///
  /// @return false if the file said so already
  /// @throws AgentException `AlreadyExists` when the file is somebody else's
  boolean write(InetSocketAddress mirror) {
    var entry = entry(mirror);
    try {
      var present = present();
      if (present.equals(MARKER + entry)) {
        return false;
      }
      if (!present.isEmpty() && !present.startsWith(MARKER)) {
        throw new AgentException(
            FailureReason.AlreadyExists,
            path + " is not ours and is left alone; add to it:\n" + entry.stripTrailing());
      }
      replace(MARKER + entry);
      return true;
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "writing " + path + ": " + e, e);
    }
  }

  private static String entry(InetSocketAddress mirror) {
    var address = mirror.getAddress();
    var host =
        address instanceof Inet6Address
            ? "[" + address.getHostAddress() + "]"
            : address.getHostAddress();
    return """
    [host."http://%s:%d"]
      capabilities = ["pull", "resolve"]
    """
        .formatted(host, mirror.getPort());
  }

  private String present() throws IOException {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// containerd may read it at any moment.
  private void replace(String text) throws IOException {
    var temporary = path.resolveSibling("hosts.toml.lamina");
    Files.createDirectories(temporary.toAbsolutePath().getParent());
    Files.writeString(
        temporary, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
