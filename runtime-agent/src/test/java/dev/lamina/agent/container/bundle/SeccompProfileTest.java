package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.container.bundle.SeccompProfile.Action;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeccompProfileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount",
        "umount2",
        "pivot_root",
        "setns",
        "unshare",
        "open_by_handle_at",
        "init_module",
        "kexec_load",
        "bpf",
        "perf_event_open",
        "keyctl",
        "add_key",
        "userfaultfd",
        "reboot",
        "swapon",
        "settimeofday",
        "clock_settime",
        "sethostname",
        "io_uring_setup",
        "fsopen",
        "move_mount",
        "acct",
        "iopl",
        "syslog",
        "quotactl",
        "lookup_dcookie",
        "vhangup",
        "kcmp"
      })
  void keepsFromContainersWhatActsOnTheNode(String call) {
    assertFalse(unconditional(false).contains(call));
  }

  @Test
  void namesEachCallOnce() {
    for (var arm64 : List.of(false, true)) {
      var names = unconditional(arm64);
      assertEquals(new HashSet<>(names).size(), names.size());
      assertTrue(names.size() > 300, () -> names.size() + " calls");
    }
  }

  @Test
  void knowsWhatOnlyOneArchitectureHas() {
    assertTrue(unconditional(false).contains("arch_prctl"));
    assertFalse(unconditional(true).contains("arch_prctl"));
    assertTrue(unconditional(true).contains("set_tls"));
    assertEquals(
        List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"),
        SeccompProfile.forMachine(true).architectures());
  }

  @Test
  void letsThreadsBeMadeAndNoNamespaces() {
    var clone =
        SeccompProfile.forMachine(false).syscalls().stream()
            .filter(rule -> rule.names().contains("clone"))
            .toList();
    assertEquals(1, clone.size());
    assertEquals(
        List.of(SeccompProfile.Argument.masked(0, 0x7E020000L, 0)), clone.getFirst().args());
  }

  private static List<String> unconditional(boolean arm64) {
    return SeccompProfile.forMachine(arm64).syscalls().stream()
        .filter(rule -> rule.action() == Action.ALLOW && rule.args().isEmpty())
        .flatMap(rule -> rule.names().stream())
        .toList();
  }
}
