package dev.lamina.standalone.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where everything lies below the state directory.
public record StateLayout(Path root) {
  public StateLayout {
    root = root.toAbsolutePath().normalize();
  }

  /// Makes the directories, for the owner alone.
  public void create() throws IOException {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(root, onlyOwner);
    Files.createDirectories(kube(), onlyOwner);
  }

  /// The embedded API's directory.
  public Path kube() {
    return root.resolve("kube");
  }

  /// The agent's state directory: this one, so that `lamina-agent` meets the same store wherever
  /// both are told the same directory, or none.
  public Path agent() {
    return root;
  }

  /// The administrator's kubeconfig.
  public Path kubeconfig() {
    return root.resolve("kubeconfig");
  }

  /// What a Lamina in the background writes.
  public Path log() {
    return root.resolve("lamina.log");
  }

  Path lock() {
    return root.resolve("lamina.lock");
  }

  Path instance() {
    return root.resolve("instance.json");
  }
}
