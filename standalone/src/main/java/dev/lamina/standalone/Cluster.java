package dev.lamina.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.standalone.access.Account;
import dev.lamina.standalone.file.OwnFile;
import dev.lamina.standalone.instance.StateLayout;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    OwnFile.write(layout.kubeconfig(), api.kubeconfig(Account.ADMIN).getBytes(UTF_8));
    return new Cluster(
        layout.kubeconfig(),
        api.client(Account.ADMIN),
        api.client(Account.OPERATOR),
        api.client(Account.AGENT));
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
