package dev.lamina.agent.container.bundle;

import dev.lamina.agent.container.bundle.LinuxSpec.Namespace;
import dev.lamina.agent.container.bundle.RuntimeSpec.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What every container gets unless it says otherwise: Docker's defaults.
final class ContainerDefaults {
  static final List<String> CAPABILITIES =
      List.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_RAW",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  /// What tells about the node or lets a process act on it.
  static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  static final List<String> READONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private ContainerDefaults() {}

  static List<Mount> mounts() {
    return List.of(
        mount("/proc", "proc", "proc", "nosuid,noexec,nodev"),
        mount("/dev", "tmpfs", "tmpfs", "nosuid,strictatime,mode=755,size=65536k"),
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5"),
        mount("/dev/shm", "tmpfs", "shm", "nosuid,noexec,nodev,mode=1777,size=65536k"),
        mount("/dev/mqueue", "mqueue", "mqueue", "nosuid,noexec,nodev"),
        mount("/sys", "sysfs", "sysfs", "nosuid,noexec,nodev,ro"),
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid,noexec,nodev,relatime,ro"));
  }

  /// @param cgroup whether the view of control groups starts at the container's own, which the
  ///   single hierarchy of cgroup v2 allows
  static List<Namespace> namespaces(NetworkView network, boolean cgroup) {
    var namespaces = new ArrayList<Namespace>();
    namespaces.add(Namespace.fresh(Namespace.Type.PID));
    namespaces.add(Namespace.fresh(Namespace.Type.IPC));
    namespaces.add(Namespace.fresh(Namespace.Type.UTS));
    namespaces.add(Namespace.fresh(Namespace.Type.MOUNT));
    if (cgroup) {
      namespaces.add(Namespace.fresh(Namespace.Type.CGROUP));
    }
    switch (network) {
      case NetworkView.Node node -> {
        return List.copyOf(namespaces);
      }
      case NetworkView.Isolated isolated -> namespaces.add(Namespace.fresh(Namespace.Type.NETWORK));
      case NetworkView.Joined(var path) ->
          namespaces.add(new Namespace(Namespace.Type.NETWORK, path.toString()));
    }
    return List.copyOf(namespaces);
  }

  /// In a network of its own a container may use low ports and ping without being root.
  static Map<String, String> sysctl(NetworkView network) {
    return network instanceof NetworkView.Node
        ? Map.of()
        : Map.of(
            "net.ipv4.ip_unprivileged_port_start", "0",
            "net.ipv4.ping_group_range", "0 2147483647");
  }

  private static Mount mount(String target, String type, String source, String options) {
    return new Mount(target, type, source, List.of(options.split(",")));
  }
}
