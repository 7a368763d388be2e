package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.container.bundle.NetworkView;
import dev.lamina.agent.container.runtime.RuntimeFailure;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.NetworkRequest;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings a container up to the point where its process exists and waits to be let go.
///
/// The network is connected while the root file system is mounted and the runtime works: with two
/// processors it costs next to nothing. When anything fails, [ContainerTeardown] takes away
/// whatever there is.
final class ContainerStart {
  private static final int BEFORE_THE_PROGRAM = 125;

  private final ContainerHost host;
  private final Snapshotter snapshots;
  private final ContainerRecord container;

  ContainerStart(ContainerHost host, Snapshotter snapshots, ContainerRecord container) {
    this.host = host;
    this.snapshots = snapshots;
    this.container = container;
  }

  /// @throws StartException when the runtime cannot start the program
  Running create() {
    try {
      createDirectories();
      return usesBridge() ? createOnBridge() : createUnconnected();
    } catch (RuntimeFailure e) {
      throw explained(e);
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "starting container " + container.name());
    }
  }

  /// Why the runtime could not do it, in one line.
  StartException explained(RuntimeFailure failure) {
    var program = new ContainerBundle(host, container).program();
    var lookup = new ProgramLookup(program.args().getFirst(), program.env(), program.workingDir());
    var finding =
        lookup
            .explain(host.layout().root(container.id()))
            .orElse(new ProgramLookup.Finding(BEFORE_THE_PROGRAM, failure.getMessage()));
    return new StartException(
        finding.exitCode(),
        "starting container " + container.name() + ": " + finding.why(),
        failure);
  }

  private Running createUnconnected() throws IOException, InterruptedException {
    snapshots.mount(container.snapshotKey(), host.layout().root(container.id()));
    var isNode = container.spec().network() == NetworkMode.HOST;
    new ContainerBundle(host, container)
        .write(isNode ? new NetworkView.Node() : new NetworkView.Isolated());
    return running(createProcess(), null, List.of());
  }

  private Running createOnBridge() throws IOException, InterruptedException {
    var id = container.id();
    var preparing = async(() -> host.networks().prepare(request()));
    var connecting = preparing.thenApply(prepared -> host.networks().connect(id));
    try {
      snapshots.mount(container.snapshotKey(), host.layout().root(id));
      var prepared = result(preparing);
      var bundle = new ContainerBundle(host, container);
      bundle.write(new NetworkView.Joined(prepared.namespace()));
      var process = createProcess();
      var ip = result(connecting);
      bundle.writeAddress(ip);
      return running(process, ip, prepared.ports());
    } finally {
      settle(connecting);
    }
  }

  private MonitoredProcess createProcess() throws IOException, InterruptedException {
    var pid = host.conmon().create(host.layout().monitored(container));
    var pidFile = host.layout().monitorPidFile(container.id());
    var monitor = Integer.parseInt(Files.readString(pidFile).strip());
    return MonitoredProcess.now(requireRunning(pid), requireRunning(monitor));
  }

  private static ProcessIdentity requireRunning(int pid) throws IOException {
    return ProcessIdentity.of(pid)
        .orElseThrow(() -> new RuntimeFailure("process " + pid + " ended at once"));
  }

  private Running running(MonitoredProcess process, @Nullable String ip, List<PortMapping> ports) {
    return new Running(process, host.clock().instant(), ip, ports);
  }

  private void createDirectories() throws IOException {
    var id = container.id();
    Files.createDirectories(host.layout().home(id));
    Files.createDirectories(host.layout().root(id));
    Files.createDirectories(host.layout().persist(id));
    Files.deleteIfExists(host.layout().exitFile(id));
  }

  private NetworkRequest request() {
    return new NetworkRequest(container.id(), container.name(), container.wantedPorts());
  }

  private boolean usesBridge() {
    return container.spec().network() == NetworkMode.BRIDGE;
  }

  private AgentException failed(IOException e) {
    return new AgentException(
        FailureReason.RuntimeUnavailable,
        "starting container " + container.name() + ": " + e.getMessage(),
        e);
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AgentException understood) {
        throw understood;
      }
      throw e;
    }
  }

  /// Nothing may still be set up when the teardown of a failed start begins.
  private static void settle(CompletableFuture<String> connecting) {
    connecting.handle((ip, failure) -> ip).join();
  }
}
