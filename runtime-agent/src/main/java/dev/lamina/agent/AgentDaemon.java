package dev.lamina.agent;

import dev.lamina.agent.cli.ServedCommands;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiServer;
import dev.lamina.agent.http.CommandRoutes;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.http.mirror.MirrorSettings;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.linux.NativeLibraries;
import dev.lamina.agent.task.NodeAgent;
import dev.lamina.agent.task.NodeFacts;
import dev.lamina.agent.task.UseCases;
import dev.lamina.agent.task.build.FailedStepWatch;
import dev.lamina.agent.task.build.LocalBuilds;
import dev.lamina.agent.task.cluster.ApiConnection;
import dev.lamina.agent.task.cluster.KubernetesNodeApi;
import dev.lamina.agent.task.cluster.NodeApi;
import dev.lamina.agent.task.run.LocalContainers;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.AgentState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent that serves: its socket, and the ImageNode of its node if there is a cluster. It alone
/// works on its state directory. Containers outlive it.
public final class AgentDaemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDaemon.class);
  private static final int PARALLEL_BUILDS = 2;
  private static final Duration INVENTORY_PERIOD = Duration.ofSeconds(30);

  private final Agent agent;
  private final ApiServer api;
  private final Deque<Runnable> leave = new ArrayDeque<>();

  private AgentDaemon(Agent agent, ApiServer api) {
    this.agent = agent;
    this.api = api;
  }

  /// Starts serving the socket.
  ///
  /// @param stateDirectory absent = /var/lib/lamina
  /// @param runDirectory absent = one below /run for each state directory
  /// @param runtime `crun`, `runc` or a path; absent = what this host allows
  /// @param configFile absent = `LAMINA_CONFIG`, or /etc/lamina/agent.json if there is one
  /// @param mirror absent = none
  /// @throws AgentException `StoreLocked` when another process works on the state directory
  public static AgentDaemon start(
      @Nullable Path stateDirectory,
      @Nullable Path runDirectory,
      @Nullable String runtime,
      @Nullable Path configFile,
      @Nullable MirrorSettings mirror) {
    var config =
        AgentConfig.of(stateDirectory, runDirectory, runtime)
            .with(SettingsFile.load(configFile, System.getenv()));
    if (SocketClient.isServed(config.socket())) {
      throw new AgentException(
          FailureReason.StoreLocked,
          "state directory " + config.stateDirectory() + ": an agent serves it already");
    }
    var agent = Agent.open(config, true);
    Thread.ofPlatform().daemon().name("native-libraries").start(NativeLibraries::load);
    var port = mirror == null ? null : new ApiServer.Port(mirror.address(), agent.mirror(mirror));
    var router = agent.router();
    new CommandRoutes(new ServedCommands(router)).addTo(router);
    var api = ApiServer.start(router, config.socket(), port);
    LOG.info("serving {} on {}", config.stateDirectory(), config.socket());
    if (mirror != null) {
      LOG.info("mirror of {} on {}", mirror.tenants(), mirror.address());
    }
    IdleMemory.watch();
    return new AgentDaemon(agent, api);
  }

  /// Works for a cluster too, from now on; once.
  public void join(ClusterAccess cluster) {
    var connection = cluster.connect();
    leave.push(connection::close);
    var node = nodeAgent(agent, facts(agent, cluster), api(cluster, connection));
    leave.push(node::close);
    node.start();
    var failedSteps = failedStepWatch(agent, cluster, connection);
    leave.push(failedSteps::close);
    failedSteps.start();
  }

  @Override
  public void close() {
    leave.forEach(Runnable::run);
    api.close();
    agent.close();
    LOG.info("stopped");
  }

  /// What works for the cluster, not started.
  static NodeAgent nodeAgent(Agent agent, NodeFacts facts, NodeApi api) {
    return new NodeAgent(
        facts,
        api,
        new UseCases(
            new LocalBuilds(
                agent.builder(), agent.pushing(), agent.remoteSources(), Clock.systemUTC()),
            new LocalContainers(
                agent.containers(), agent.images(), agent.commit(), agent.pushing()),
            (request, progress) -> agent.pulling().run(request, progress).digest(),
            agent.store(),
            agent.storeFigures(),
            agent.journal(),
            agent.pins(),
            agent.inventory(),
            agent.sealingKeys(),
            agent.clusterRegistries()),
        Clock.systemUTC());
  }

  private static NodeApi api(ClusterAccess cluster, ApiConnection connection) {
    return new KubernetesNodeApi(connection, cluster.nodeName());
  }

  private static FailedStepWatch failedStepWatch(
      Agent agent, ClusterAccess cluster, ApiConnection connection) {
    var api = api(cluster, connection);
    return new FailedStepWatch(agent.failedSteps(), key -> api.getTask(key).isPresent());
  }

  private static NodeFacts facts(Agent agent, ClusterAccess cluster) {
    return new NodeFacts(
        cluster.nodeName(), cluster.address(), state(agent), PARALLEL_BUILDS, INVENTORY_PERIOD);
  }

  private static AgentState state(Agent agent) {
    var keys = agent.sealingKeys();
    return new AgentState(
        Objects.requireNonNullElse(
            AgentDaemon.class.getPackage().getImplementationVersion(), "unpackaged"),
        null,
        null,
        keys.publicKey(),
        keys.keyId(),
        "overlayfs",
        agent.runtime(),
        System.getProperty("os.version"),
        Platform.host().toString());
  }
}
