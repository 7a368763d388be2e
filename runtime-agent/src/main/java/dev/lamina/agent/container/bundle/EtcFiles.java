package dev.lamina.agent.container.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The three files of `/etc` that come from the node and not from the image. Each is a file of the
/// node shown in the container, so it can still be filled in while that exists.
public final class EtcFiles {
  static final String HOSTS = "hosts";
  static final String HOSTNAME = "hostname";
  static final String RESOLV_CONF = "resolv.conf";
  static final List<String> NAMES = List.of(HOSTS, HOSTNAME, RESOLV_CONF);

  private static final String LOOPBACK_HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path directory;

  /// The files in `directory`, which exists.
  public EtcFiles(Path directory) {
    this.directory = directory;
  }

  public void writeHostname(String hostname) throws IOException {
    write(HOSTNAME, hostname + "\n");
  }

  public void writeResolvConf(String content) throws IOException {
    write(RESOLV_CONF, content);
  }

  /// Writes the hosts file in place: an address that becomes known late reaches a container that
  /// has the file already.
  ///
  /// @param ip of the container, if it has one
  public void writeHosts(String hostname, @Nullable String ip) throws IOException {
    var own = ip == null ? "" : ip + "\t" + hostname + "\n";
    write(HOSTS, LOOPBACK_HOSTS + own);
  }

  /// Every user of the container reads them, whatever the umask of this process.
  private void write(String name, String content) throws IOException {
    var file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, READABLE);
  }
}
