package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleMount;
import dev.lamina.agent.container.bundle.BundleRequest;
import dev.lamina.agent.container.bundle.BundleRequest.Isolation;
import dev.lamina.agent.container.bundle.BundleRequest.Program;
import dev.lamina.agent.container.bundle.BundleWriter;
import dev.lamina.agent.container.bundle.EtcFiles;
import dev.lamina.agent.container.bundle.NetworkView;
import dev.lamina.agent.container.bundle.ResourceLimits;
import dev.lamina.agent.network.NetworkMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The bundle of one container: where image and spec come together.
final class ContainerBundle {
  private static final Set<String> OF_THE_PROCESS = Set.of("HOME", "HOSTNAME", "TERM");
  private static final Path NODE_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final ContainerHost host;
  private final ContainerRecord container;

  ContainerBundle(ContainerHost host, ContainerRecord container) {
    this.host = host;
    this.container = container;
  }

  /// What to run; also what to explain a failure with.
  Program program() {
    return program(List.of());
  }

  private Program program(List<String> given) {
    var spec = container.spec();
    var execution = container.image().execution();
    var env = Stream.of(execution.env(), spec.env(), given).flatMap(each -> each.stream()).toList();
    return new Program(
        container.command(),
        env,
        first(spec.workingDir(), execution.workingDir()),
        first(spec.user(), execution.user()),
        spec.tty());
  }

  /// What runs, with the variables it was given at its start; those that depend on the user are
  /// found anew for another one.
  Program runningProgram() throws IOException {
    var program = program();
    var given =
        BundleWriter.environment(host.layout().bundle(container.id())).stream()
            .filter(variable -> !OF_THE_PROCESS.contains(variable.split("=", 2)[0]));
    return new Program(
        program.args(),
        Stream.concat(program.env().stream(), given).toList(),
        program.workingDir(),
        program.user(),
        program.tty());
  }

  /// Writes everything but the address in the hosts file.
  ///
  /// @param given variables that are not part of the spec
  void write(NetworkView network, List<String> given, List<BundleMount> mounts) throws IOException {
    var id = container.id();
    var layout = host.layout();
    var etc = new EtcFiles(layout.home(id));
    etc.writeHostname(hostname());
    etc.writeHosts(hostname(), null);
    etc.writeResolvConf(host.networks().resolvConf(container.spec().network()));
    host.bundles()
        .write(
            new BundleRequest(
                layout.bundle(id),
                layout.root(id),
                layout.home(id),
                host.cgroup(id),
                program(given),
                isolation(network),
                mounts));
  }

  /// Writes what the runtime is to know of one more process.
  void writeProcess(Path file, Program process) throws IOException {
    var root = host.layout().root(container.id());
    host.bundles().writeProcess(file, root, process, hostname(), container.spec().security());
  }

  void writeAddress(String ip) throws IOException {
    new EtcFiles(host.layout().home(container.id())).writeHosts(hostname(), ip);
  }

  private Isolation isolation(NetworkView network) throws IOException {
    var limits = container.spec().limits();
    return new Isolation(
        hostname(),
        network,
        container.spec().readOnlyRoot(),
        ResourceLimits.of(limits.cpus(), limits.memory(), limits.pids()),
        container.spec().security());
  }

  /// In the network of the node a container goes by the name of the node.
  private String hostname() throws IOException {
    return container.spec().network() == NetworkMode.HOST && container.spec().hostname() == null
        ? Files.readString(NODE_HOSTNAME).strip()
        : container.hostname();
  }

  private static String first(@Nullable String wanted, @Nullable String ofImage) {
    return Objects.requireNonNullElse(wanted, Objects.requireNonNullElse(ofImage, ""));
  }
}
