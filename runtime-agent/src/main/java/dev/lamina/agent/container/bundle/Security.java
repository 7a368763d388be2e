package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What the processes of a container may do, as one differs from Docker's defaults by it.
///
/// @param add capabilities on top of the default set; `ALL` is every one there is
/// @param drop capabilities taken from it; `ALL` is the whole set, before any is added
/// @param noNewPrivileges whether set-user-ID programs and files' capabilities gain nothing
/// @param filtersSystemCalls whether the default filter of system calls is in force
public record Security(
    List<String> add, List<String> drop, boolean noNewPrivileges, boolean filtersSystemCalls) {
  public static final Security DEFAULT = new Security(List.of(), List.of(), false, true);

  private static final String ALL = "ALL";
  private static final String PREFIX = "CAP_";

  /// See capabilities(7). The order is the kernel's.
  private static final List<String> KNOWN =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  public Security {
    add = List.copyOf(add);
    drop = List.copyOf(drop);
  }

  /// The capabilities in force.
  ///
  /// @throws AgentException `InvalidArgument` naming one that does not exist
  public List<String> capabilities() {
    var dropped = names(drop);
    var added = names(add);
    var set = new TreeSet<String>();
    if (!dropped.contains(ALL)) {
      set.addAll(ContainerDefaults.CAPABILITIES);
    }
    if (added.contains(ALL)) {
      KNOWN.forEach(name -> set.add(PREFIX + name));
    }
    dropped.forEach(name -> set.remove(PREFIX + name));
    added.stream().filter(name -> !name.equals(ALL)).forEach(name -> set.add(PREFIX + name));
    return List.copyOf(set);
  }

  private static Set<String> names(List<String> stated) {
    var names = new HashSet<String>();
    for (var each : stated) {
      var upper = each.toUpperCase(Locale.ROOT);
      var name = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
      if (!name.equals(ALL) && !KNOWN.contains(name)) {
        throw new AgentException(
            FailureReason.InvalidArgument, "there is no capability '" + each + "'");
      }
      names.add(name);
    }
    return names;
  }
}
