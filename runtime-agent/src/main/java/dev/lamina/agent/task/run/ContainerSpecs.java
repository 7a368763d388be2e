package dev.lamina.agent.task.run;

import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.container.bundle.TemporaryMount;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.crds.containerrun.EnvVar;
import dev.lamina.crds.containerrun.PublishedPort;
import dev.lamina.crds.containerrun.RunNetwork;
import dev.lamina.crds.containerrun.RunSecurity;
import dev.lamina.crds.containerrun.SeccompProfile;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.MountOrder;
import dev.lamina.crds.payload.RunOrder;
import dev.lamina.crds.payload.TmpfsOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Orders as the container room understands them.
final class ContainerSpecs {
  private static final double MILLIS = 1000;

  private ContainerSpecs() {}

  static ContainerSpec of(RunOrder order, String name, Map<String, String> labels) {
    return new ContainerSpec(
        image(order),
        name,
        order.command().isEmpty() ? null : order.command(),
        order.args().isEmpty() ? null : order.args(),
        order.env().stream().filter(RunContent::isPlain).map(ContainerSpecs::variable).toList(),
        order.workingDir(),
        order.user(),
        order.hostname(),
        network(order.network()),
        order.ports().stream().map(ContainerSpecs::port).toList(),
        order.stdin(),
        order.stdinOnce(),
        order.tty(),
        order.readOnlyRootFilesystem(),
        security(order.security()),
        mounts(order),
        false,
        limits(order.limits(), order.writableLayerBytes()),
        labels);
  }

  /// By digest where there is one: the tag may have moved on since the order was made.
  private static String image(RunOrder order) {
    var isPinned = order.digest() == null || order.image().contains("@");
    return isPinned ? order.image() : order.image() + "@" + order.digest();
  }

  private static Security security(RunSecurity security) {
    var capabilities = security.capabilities();
    return new Security(
        capabilities == null ? List.of() : capabilities.add(),
        capabilities == null ? List.of() : capabilities.drop(),
        security.noNewPrivileges(),
        security.seccomp() == SeccompProfile.RuntimeDefault);
  }

  private static List<ContainerMount> mounts(RunOrder order) {
    return Stream.concat(
            order.tmpfs().stream().map(ContainerSpecs::tmpfs),
            order.mounts().stream().map(ContainerSpecs::mount))
        .toList();
  }

  private static ContainerMount tmpfs(TmpfsOrder tmpfs) {
    return new TemporaryMount(tmpfs.path(), tmpfs.sizeBytes(), tmpfs.readOnly());
  }

  private static ContainerMount mount(MountOrder mount) {
    if (mount.image() != null) {
      return new ContainerMount.ImageRoot(mount.path(), mount.image());
    }
    return mount.configMap() == null && mount.secret() == null
        ? new ContainerMount.EmptyDirectory(mount.path(), mount.readOnly(), mount.sizeLimit())
        : new ContainerMount.GivenFiles(mount.path(), mount.readOnly());
  }

  private static String variable(EnvVar variable) {
    return variable.name() + "=" + (variable.value() == null ? "" : variable.value());
  }

  private static PortMapping port(PublishedPort port) {
    return new PortMapping(
        port.containerPort(),
        port.hostPort(),
        switch (port.protocol()) {
          case TCP -> PortMapping.Protocol.TCP;
          case UDP -> PortMapping.Protocol.UDP;
        });
  }

  private static NetworkMode network(RunNetwork network) {
    return switch (network) {
      case Default -> NetworkMode.BRIDGE;
      case None -> NetworkMode.NONE;
      case Host -> NetworkMode.HOST;
    };
  }

  private static ContainerSpec.Limits limits(Limits limits, long disk) {
    return new ContainerSpec.Limits(
        limits.cpuMillis() == 0 ? null : limits.cpuMillis() / MILLIS,
        unlessZero(limits.memoryBytes()),
        limits.pids() == 0 ? null : limits.pids(),
        unlessZero(disk));
  }

  private static @Nullable Long unlessZero(long value) {
    return value == 0 ? null : value;
  }
}
