package dev.lamina.standalone;

import dev.lamina.agent.AgentDaemon;
import dev.lamina.agent.ClusterAccess;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.operator.ApiClients;
import dev.lamina.operator.LaminaOperator;
import dev.lamina.operator.OperatorConfig;
import dev.lamina.standalone.instance.Instance;
import dev.lamina.standalone.instance.StateLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition root: embedded API, operator and agent in one process. Operator and agent talk
/// to the API over the loopback with tokens of their own, as they do on a cluster.
final class Standalone implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

  /// Where published ports are reached, as people on this machine try it.
  private static final String LOOPBACK = "127.0.0.1";

  private final ApiClients clients = new ApiClients();
  private final CompletableFuture<AgentDaemon> agent;
  private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
  private final List<Runnable> warmUp = new ArrayList<>();
  private final CompletableFuture<String> fatal = new CompletableFuture<>();
  private final Instance instance;

  /// How to start.
  ///
  /// @param port of the embedded API, empty for any
  /// @param kubeconfig of the cluster to use in place of the embedded API
  record Options(StateLayout layout, Optional<Integer> port, Optional<Path> kubeconfig) {}

  private Standalone(Options options) throws IOException {
    // It has its store to open while the API comes up.
    agent =
        inBackground(
            "agent-start",
            () -> AgentDaemon.start(options.layout().agent(), null, null, null, null));
    try {
      this.instance = assemble(options);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts everything and returns when it is ready.
  static Standalone start(Options options) throws IOException {
    return new Standalone(options);
  }

  private Instance assemble(Options options) throws IOException {
    var definitions = inBackground("definitions", ClusterSetup::definitions);
    var machine = Machine.local();
    var version = LaminaMain.version();
    var cluster =
        options.kubeconfig().isPresent()
            ? Cluster.given(options.kubeconfig().get())
            : embedded(options, version);
    try (var client = clients.connect(cluster.admin())) {
      var setup = new ClusterSetup(client);
      setup.run(result(definitions), machine, version);
      LOG.info("{} is set up for node {}", cluster.server(), machine.name());
      startParts(cluster, machine, options);
      setup.awaitAgent(machine.name());
    }
    warmUp.forEach(Thread::startVirtualThread);
    return new Instance(
        ProcessHandle.current().pid(),
        cluster.server(),
        cluster.adminFile().toString(),
        machine.name(),
        version,
        Instant.now());
  }

  /// Operator and agent need nothing of each other to start.
  private void startParts(Cluster cluster, Machine machine, Options options) {
    var operator =
        inBackground(
            "operator-start",
            () ->
                startOperator(
                    cluster, mayHaveRivals(options), identity(machine, options.layout())));
    try {
      result(agent).join(new ClusterAccess(cluster.agent(), machine.name(), LOOPBACK));
    } finally {
      result(operator);
    }
  }

  private static <T> CompletableFuture<T> inBackground(String name, Supplier<T> part) {
    return CompletableFuture.supplyAsync(
        part, start -> Thread.ofPlatform().name(name).start(start));
  }

  /// What a part became, or what it failed with.
  private static <T> T result(CompletableFuture<T> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Cluster embedded(Options options, String version) throws IOException {
    var ports = Ports.candidates(options.port(), Instance.read(options.layout()));
    var api = startApi(options.layout(), ports, version);
    parts.push(api);
    warmUp.add(api::warmUp);
    LOG.info("embedded Kubernetes API serves {}", api.address());
    return Cluster.embedded(options.layout(), api);
  }

  private static EmbeddedApi startApi(StateLayout layout, List<Integer> ports, String version)
      throws IOException {
    try {
      return EmbeddedApi.start(layout.kube(), ports, version);
    } catch (BindException e) {
      throw new AgentException(
          FailureReason.AlreadyExists,
          "no port for the embedded API, " + e.getMessage() + ": give a free one with --port",
          e);
    }
  }

  /// The lock of the state directory makes this the only operator of an embedded API: to elect it
  /// there would but end it when the machine has slept. A cluster that was there may have others.
  private static boolean mayHaveRivals(Options options) {
    return options.kubeconfig().isPresent();
  }

  /// One per state directory: after a crash the operator takes its own Lease again at once.
  private static String identity(Machine machine, StateLayout layout) {
    return "standalone-%s-%08x".formatted(machine.name(), layout.root().toString().hashCode());
  }

  private LaminaOperator startOperator(Cluster cluster, boolean electsLeader, String identity) {
    var client = clients.connect(cluster.operator());
    parts.push(client);
    var config =
        new OperatorConfig(
            Lamina.SYSTEM_NAMESPACE,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            electsLeader,
            identity);
    var operator = new LaminaOperator(client, config, fatal::complete);
    parts.push(operator);
    try {
      operator.start();
      return operator;
    } catch (IOException e) {
      throw new UncheckedIOException("starting the operator", e);
    }
  }

  /// Completes with the reason when a part cannot go on.
  CompletableFuture<String> fatal() {
    return fatal;
  }

  Instance instance() {
    return instance;
  }

  /// Stops the parts in the reverse order of their start.
  @Override
  public void close() {
    agent.thenAccept(parts::push).exceptionally(_ -> null).join();
    for (var part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("stopping {}", part, e);
      }
    }
  }
}
