package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.content.MemoryContentStore;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.CniNetworks;
import dev.lamina.agent.network.NetworkConfig;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A node in a directory: real store, snapshots, network and OCI runtime, and one image `busybox`.
///
/// Opening one in a directory where another was gives what a restarted agent sees.
final class ContainerNode implements AutoCloseable {
  static final Tenant TENANT = Tenant.DEFAULT;
  static final String BRIDGE = "laminatest0";
  static final String SUBNET = "10.214.0.0/16";
  static final List<Path> PLUGINS = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

  private static final DiffId LAYER = DiffId.parse("sha256:" + "b".repeat(64));
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "cat",
          "echo",
          "env",
          "head",
          "hostname",
          "httpd",
          "id",
          "ip",
          "kill",
          "ls",
          "mount",
          "nc",
          "nslookup",
          "pwd",
          "rm",
          "sleep",
          "stat",
          "stty",
          "test",
          "touch",
          "true",
          "ulimit",
          "wget",
          "yes",
          "dd",
          "grep",
          "mkdir",
          "ln",
          "tail",
          "unshare");

  final Path directory;
  final MetadataStore metadata;
  final OverlaySnapshotter snapshots;
  final MemoryContentStore content = new MemoryContentStore(Clock.systemUTC());
  final CniNetworks networks;
  final ContainerHost host;
  final ConmonContainers containers;

  ContainerNode(Path directory, @Nullable String runtime) throws IOException {
    this.directory = directory;
    var state = directory.resolve("state");
    var run = directory.resolve("run");
    metadata = MetadataStore.open(state, directory, Clock.systemUTC());
    snapshots = new OverlaySnapshotter(state.resolve("snapshots"), Clock.systemUTC());
    networks = CniNetworks.open(new NetworkConfig(run, PLUGINS, BRIDGE, SUBNET));
    host =
        ContainerHost.open(
            new ContainersConfig(state, run, runtime, "/lamina-test", Clock.systemUTC()), networks);
    containers =
        new ConmonContainers(host, metadata.containers(), metadata.images(), content, snapshots);
    importBusybox();
    containers.adopt();
  }

  /// Makes an image on the busybox layer.
  void image(String name, ExecutionConfig execution) {
    var config =
        new ImageConfig(
            Instant.EPOCH,
            null,
            "amd64",
            "linux",
            null,
            null,
            execution,
            ImageConfig.RootFs.of(List.of(LAYER)),
            List.of());
    var id = content.put(OciJson.bytes(config)).digest();
    var manifest = new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(name.getBytes(UTF_8)), 1);
    metadata
        .images()
        .tag(
            TENANT,
            Reference.parseLocal(name),
            new StoredImage(
                manifest, id, List.of(LAYER), List.of(), 1, Instant.EPOCH, Instant.EPOCH));
  }

  static ExecutionConfig execution(
      @Nullable String user,
      @Nullable List<String> entrypoint,
      @Nullable List<String> command,
      List<String> env,
      @Nullable String workingDir,
      @Nullable String stopSignal) {
    return new ExecutionConfig(
        user,
        null,
        env,
        entrypoint,
        command,
        null,
        null,
        null,
        workingDir,
        null,
        stopSignal,
        null,
        null);
  }

  /// A wish for busybox without network; the rest as the caller changes it.
  static ContainerSpec spec(String... command) {
    return spec(null, NetworkMode.NONE, List.of(), command);
  }

  static ContainerSpec spec(
      @Nullable String name, NetworkMode network, List<PortMapping> ports, String... command) {
    return spec(
        name, network, ports, Security.DEFAULT, List.of(), ContainerSpec.Limits.NONE, command);
  }

  static ContainerSpec spec(
      Security security,
      List<ContainerMount> mounts,
      ContainerSpec.Limits limits,
      String... command) {
    return spec(null, NetworkMode.NONE, List.of(), security, mounts, limits, command);
  }

  private static ContainerSpec spec(
      @Nullable String name,
      NetworkMode network,
      List<PortMapping> ports,
      Security security,
      List<ContainerMount> mounts,
      ContainerSpec.Limits limits,
      String... command) {
    return new ContainerSpec(
        "busybox",
        name,
        null,
        List.of(command),
        List.of(),
        null,
        null,
        null,
        network,
        ports,
        false,
        false,
        false,
        false,
        security,
        mounts,
        false,
        limits,
        Map.of());
  }

  Container run(ContainerSpec spec) {
    return containers.start(TENANT, containers.create(TENANT, spec).id());
  }

  /// Runs to the end and gives what it wrote to both streams.
  String output(ContainerSpec spec) {
    var id = run(spec).id();
    containers.await(TENANT, id);
    return log(id, LogOptions.ALL);
  }

  String log(String id, LogOptions options) {
    var out = new ByteArrayOutputStream();
    containers.logs(TENANT, id, options, out, out);
    return out.toString(UTF_8);
  }

  static int hostPort(Container container) {
    return Objects.requireNonNull(container.ports().getFirst().hostPort());
  }

  static String ip(Container container) {
    return Objects.requireNonNull(container.ip());
  }

  /// Takes away everything that is not below the directory.
  static void cleanUp(Path directory) throws Exception {
    try (var node = new ContainerNode(directory, null)) {
      for (var container : node.containers.list(TENANT)) {
        node.containers.remove(TENANT, container.id(), true);
      }
    }
    var deadline = Duration.ofSeconds(10);
    HostCommand.of("ip", "link", "del", BRIDGE).run(deadline);
    var comment = List.of("-m", "comment", "--comment", "lamina");
    delete("nat", "POSTROUTING", comment, "-s", SUBNET, "!", "-d", SUBNET, "-j", "MASQUERADE");
    delete("filter", "FORWARD", comment, "-i", BRIDGE, "-j", "ACCEPT");
    delete(
        "filter",
        "FORWARD",
        comment,
        "-o",
        BRIDGE,
        "-m",
        "conntrack",
        "--ctstate",
        "RELATED,ESTABLISHED,DNAT",
        "-j",
        "ACCEPT");
  }

  private static void delete(String table, String chain, List<String> comment, String... rule)
      throws Exception {
    var line = new ArrayList<>(List.of("iptables", "-w", "-t", table, "-D", chain));
    line.addAll(comment);
    line.addAll(List.of(rule));
    HostCommand.of(line.toArray(String[]::new)).run(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    containers.close();
    metadata.close();
  }

  private void importBusybox() throws IOException {
    var chain = ChainId.of(null, LAYER);
    if (!snapshots.isCommitted(chain)) {
      var layer = snapshots.prepare("busybox", null);
      fill(layer.upper());
      layer.commit(chain, LAYER, 1, 1);
    }
    image("busybox", execution(null, null, List.of("sh"), List.of(), null, null));
  }

  private static void fill(Path root) throws IOException {
    var bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    for (var applet : APPLETS) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    var etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1001:web:/srv:/bin/sh\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\nweb:x:1001:\nstaff:x:50:web\n");
    Files.writeString(root.resolve("plain.txt"), "no program\n");
  }
}
