package dev.lamina.agent;

import dev.lamina.agent.cli.Backend;
import dev.lamina.agent.cli.GlobalOptions;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.InProcessClient;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.http.mirror.MirrorSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Reaches the daemon of the state directory, or is the agent itself where there is none.
final class LocalBackend implements Backend {
  @Override
  public ApiClient connect(GlobalOptions options) {
    var config =
        AgentConfig.of(options.stateDirectory(), options.runDirectory(), options.runtime());
    if (SocketClient.isServed(config.socket())) {
      return new SocketClient(config.socket());
    }
    var settings = SettingsFile.load(options.config(), System.getenv());
    var agent = Agent.open(config.with(settings), false);
    return new InProcessClient(agent.router(), agent);
  }

  @Override
  public void serve(
      GlobalOptions options, @Nullable Path kubeconfig, @Nullable MirrorSettings mirror) {
    var cluster =
        kubeconfig == null
            ? ClusterAccess.ofPod(ClusterAccess.SERVICE_ACCOUNT, System.getenv())
            : Optional.of(ClusterAccess.of(kubeconfig));
    var daemon =
        AgentDaemon.start(
            options.stateDirectory(),
            options.runDirectory(),
            options.runtime(),
            options.config(),
            mirror);
    cluster.ifPresent(daemon::join);
    Runtime.getRuntime().addShutdownHook(new Thread(daemon::close));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
