package dev.lamina.standalone;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.standalone.access.Account;
import dev.lamina.standalone.instance.StateLayout;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The API to work with, and how each who does gets in.
///
/// @param adminFile the administrator's kubeconfig
record Cluster(Path adminFile, Config admin, Config operator, Config agent) {

  /// A cluster that is there already: everyone goes in by the same door.
  static Cluster given(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "cannot read the kubeconfig " + kubeconfig);
    }
    var file = kubeconfig.toAbsolutePath();
    return new Cluster(file, client(file), client(file), client(file));
  }

  static Cluster embedded(StateLayout layout, EmbeddedApi api) throws IOException {
    write(layout.kubeconfig(), api.kubeconfig(Account.ADMIN));
    return new Cluster(
        layout.kubeconfig(),
        api.client(Account.ADMIN),
        api.client(Account.OPERATOR),
        api.client(Account.AGENT));
  }

  /// It holds a token: for the owner's eyes only, and never half written.
  private static void write(Path file, String content) throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    var onlyOwner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(onlyOwner));
    Files.writeString(temporary, content);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String server() {
    return admin.getMasterUrl().replaceAll("/$", "");
  }

  private static Config client(Path kubeconfig) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setOnlyHttpWatches(true);
    return config;
  }
}
