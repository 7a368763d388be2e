package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.ApiConnection;
import dev.lamina.crds.failure.FailureReason;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The cluster that an agent works for, and which node of it this is.
///
/// @param nodeName name of the Node, and so of the ImageNode
/// @param address where published ports of this node are reached
public record ClusterAccess(Config config, String nodeName, String address) {
  /// Where a Pod finds its service account.
  static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /// From a kubeconfig; the node is `LAMINA_NODE_NAME` or the host name, its address
  /// `LAMINA_NODE_ADDRESS` or that of the host.
  static ClusterAccess of(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new AgentException(
          FailureReason.InvalidArgument, "kubeconfig " + kubeconfig + ": no such file");
    }
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    tokenFile(kubeconfig).ifPresent(file -> config.setOauthTokenProvider(new TokenFile(file)));
    return of(config, System.getenv());
  }

  /// From what a Pod is given, if this is one: the service account's directory and the address of
  /// the API server in the environment.
  static Optional<ClusterAccess> ofPod(Path serviceAccount, Map<String, String> environment) {
    var host = environment.get("KUBERNETES_SERVICE_HOST");
    var token = serviceAccount.resolve("token");
    if (host == null || !Files.isReadable(token)) {
      return Optional.empty();
    }
    var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    var name = host.contains(":") ? "[" + host + "]" : host;
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://" + name + ":" + port)
            .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
            .withOauthTokenProvider(new TokenFile(token))
            .build();
    return Optional.of(of(config, environment));
  }

  private static ClusterAccess of(Config config, Map<String, String> environment) {
    return new ClusterAccess(
        config,
        Optional.ofNullable(environment.get("LAMINA_NODE_NAME")).orElseGet(ClusterAccess::hostName),
        environment.getOrDefault("LAMINA_NODE_ADDRESS", "127.0.0.1"));
  }

  /// The client library leaves `tokenFile` out; a token beside it yields to the file, as it does
  /// with kubectl.
  private static Optional<Path> tokenFile(Path kubeconfig) {
    var parsed = KubeConfigUtils.parseConfig(kubeconfig.toFile());
    var current = Objects.requireNonNullElse(parsed.getCurrentContext(), "");
    return parsed.getContexts().stream()
        .filter(context -> current.equals(context.getName()))
        .map(context -> context.getContext().getUser())
        .flatMap(user -> parsed.getUsers().stream().filter(each -> each.getName().equals(user)))
        .map(user -> user.getUser().getTokenFile())
        .filter(Objects::nonNull)
        .findFirst()
        .map(file -> kubeconfig.toAbsolutePath().resolveSibling(file));
  }

  ApiConnection connect() {
    return new ApiConnection(config);
  }

  /// As the kubelet names a Node: the kernel's host name in lower case. No resolver is asked, a
  /// host that does not know itself by name has one all the same.
  static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "the host has no name: set LAMINA_NODE_NAME", e);
    }
  }
}
