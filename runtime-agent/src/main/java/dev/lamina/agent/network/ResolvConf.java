package dev.lamina.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The resolver configuration of the node, as far as it is of use inside a container.
final class ResolvConf {
  private static final Path NODE = Path.of("/etc/resolv.conf");

  /// What stands behind the stub that systemd-resolved offers at 127.0.0.53.
  private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  private ResolvConf() {}

  static String ofNode() throws IOException {
    try {
      return Files.readString(NODE);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Without the name servers that only the node itself reaches.
  static String forBridge() throws IOException {
    var own = reachable(ofNode());
    return hasNameServer(own) || !Files.exists(BEHIND_STUB)
        ? own
        : reachable(Files.readString(BEHIND_STUB));
  }

  static String reachable(String resolvConf) {
    return resolvConf
        .lines()
        .filter(line -> !isOfNodeAlone(line))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static boolean hasNameServer(String resolvConf) {
    return resolvConf.lines().anyMatch(line -> line.startsWith("nameserver"));
  }

  /// Loopback, or an address that belongs to an interface of the node.
  private static boolean isOfNodeAlone(String line) {
    var words = line.strip().split("\\s+");
    return words.length > 1
        && words[0].equals("nameserver")
        && (words[1].startsWith("127.") || words[1].equals("::1") || words[1].contains("%"));
  }
}
