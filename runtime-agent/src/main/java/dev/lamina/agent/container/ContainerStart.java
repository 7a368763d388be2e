package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.container.bundle.NetworkView;
import dev.lamina.agent.container.runtime.RuntimeFailure;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.MountAttribute;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.NetworkRequest;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings a container up to the point where its process exists and waits to be let go.
///
/// The network is connected while the root file system is mounted and the runtime works: with two
/// processors it costs next to nothing. When anything fails, [ContainerTeardown] takes away
/// whatever there is.
final class ContainerStart {
  private static final int BEFORE_THE_PROGRAM = 125;
  private static final long FULL_BELOW_BYTES = 64 << 10;
  private static final String IN_MEMORY = "mode=0700,size=64m";

  private final ContainerHost host;
  private final Snapshotter snapshots;
  private final ContainerImages images;
  private final ContainerRecord container;
  private final StartContent content;

  ContainerStart(
      ContainerHost host,
      Snapshotter snapshots,
      ContainerImages images,
      ContainerRecord container,
      StartContent content) {
    this.host = host;
    this.snapshots = snapshots;
    this.images = images;
    this.container = container;
    this.content = content;
  }

  /// @throws StartException when the runtime cannot start the program
  /// @throws AgentException `NoSpace` when a disk is full
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
  AgentException explained(RuntimeFailure failure) {
    var full = fullDisk();
    if (full.isPresent()) {
      return noSpace(full.get(), failure);
    }
    var program = new ContainerBundle(host, container).program();
    var lookup = new ProgramLookup(program.args().getFirst(), program.env(), program.workingDir());
    var finding =
        lookup
            .explain(host.layout().root(container.id()))
            .map(ContainerStart::advised)
            .orElse(new ProgramLookup.Finding(BEFORE_THE_PROGRAM, failure.getMessage()));
    return new StartException(
        finding.exitCode(),
        "starting container " + container.name() + ": " + finding.why(),
        failure);
  }

  private Running createUnconnected() throws IOException, InterruptedException {
    snapshots.mount(container.snapshotKey(), host.layout().root(container.id()));
    var isNode = container.spec().network() == NetworkMode.HOST;
    write(isNode ? new NetworkView.Node() : new NetworkView.Isolated());
    return running(createProcess(), null, List.of());
  }

  private Running createOnBridge() throws IOException, InterruptedException {
    var id = container.id();
    var preparing = async(() -> host.networks().prepare(request()));
    var connecting = preparing.thenApply(prepared -> host.networks().connect(id));
    try {
      snapshots.mount(container.snapshotKey(), host.layout().root(id));
      var prepared = result(preparing);
      write(new NetworkView.Joined(prepared.namespace()));
      var process = createProcess();
      var ip = result(connecting);
      new ContainerBundle(host, container).writeAddress(ip);
      return running(process, ip, prepared.ports());
    } finally {
      settle(connecting);
    }
  }

  private void write(NetworkView network) throws IOException {
    var mounts = new ContainerMounts(host.layout(), snapshots, images, container).make(content);
    new ContainerBundle(host, container).write(network, content.env(), mounts);
  }

  private MonitoredProcess createProcess() throws IOException, InterruptedException {
    var pid =
        host.conmon().create(host.runtime(container.id()), host.layout().monitored(container));
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
    if (!content.isEmpty()) {
      keepInMemory(id);
    }
    Files.createDirectories(host.layout().root(id));
    Files.createDirectories(host.layout().persist(id));
    Files.deleteIfExists(host.layout().exitFile(id));
  }

  /// What is only given at the start would else come to lie on a disk, where the directories of
  /// this agent are not in memory already.
  private void keepInMemory(String id) throws IOException {
    var bundle = Files.createDirectories(host.layout().bundle(id));
    Mounts.tmpfs(bundle, Set.of(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES), IN_MEMORY);
    Files.createDirectory(host.layout().ownRuntimeState(id));
  }

  private NetworkRequest request() {
    return new NetworkRequest(container.id(), container.name(), container.wantedPorts());
  }

  private boolean usesBridge() {
    return container.spec().network() == NetworkMode.BRIDGE;
  }

  private static ProgramLookup.Finding advised(ProgramLookup.Finding finding) {
    return new ProgramLookup.Finding(
        finding.exitCode(), finding.why() + ": name a program that the image has");
  }

  /// Neither the JDK nor a runtime says but in words that a disk is full, so the disks are asked.
  private Optional<Path> fullDisk() {
    var id = container.id();
    return Stream.of(host.layout().home(id), host.layout().bundle(id))
        .filter(ContainerStart::isFull)
        .findFirst();
  }

  private static boolean isFull(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW_BYTES;
    } catch (IOException notThere) {
      return false;
    }
  }

  private AgentException noSpace(Path disk, Exception e) {
    return new AgentException(
        FailureReason.NoSpace,
        "starting container %s: no space left on the disk of %s".formatted(container.name(), disk),
        e);
  }

  private AgentException failed(IOException e) {
    var full = fullDisk();
    if (full.isPresent()) {
      return noSpace(full.get(), e);
    }
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
