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

/// The API to work with, and the kubeconfig of each who does.
record Cluster(Path adminFile, Path operatorFile, Path agentFile) {

  /// A cluster that is there already: everyone goes in by the same door.
  static Cluster given(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "cannot read the kubeconfig " + kubeconfig);
    }
    var file = kubeconfig.toAbsolutePath();
    return new Cluster(file, file, file);
  }

  static Cluster embedded(StateLayout layout, EmbeddedApi api) throws IOException {
    var cluster =
        new Cluster(
            layout.kubeconfig(),
            layout.kube().resolve("operator.kubeconfig"),
            layout.kube().resolve("agent.kubeconfig"));
    write(cluster.adminFile(), api.kubeconfig(Account.ADMIN));
    write(cluster.operatorFile(), api.kubeconfig(Account.OPERATOR));
    write(cluster.agentFile(), api.kubeconfig(Account.AGENT));
    return cluster;
  }

  /// They hold tokens: for the owner's eyes only, and never half written.
  private static void write(Path file, String content) throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    var onlyOwner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(onlyOwner));
    Files.writeString(temporary, content);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Config admin() {
    return client(adminFile);
  }

  Config operator() {
    return client(operatorFile);
  }

  Config agent() {
    return client(agentFile);
  }

  String server() {
    return admin().getMasterUrl().replaceAll("/$", "");
  }

  private static Config client(Path kubeconfig) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setOnlyHttpWatches(true);
    return config;
  }
}
