package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  @Test
  void statesLimitsAsTheKernelTakesThem() {
    var limits = ResourceLimits.of(0.5, 64L << 20, 100);
    assertEquals(new ResourceLimits.Cpu(50_000, 100_000), limits.cpu());
    assertEquals(new ResourceLimits.Memory(64L << 20), limits.memory());
    assertEquals(new ResourceLimits.Pids(100), limits.pids());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"0.001, -, -", "-1, -, -", "-, 1024, -", "-, -, 0"})
  void refusesWhatNothingRunsUnder(
      @Nullable Double cpus, @Nullable Long memory, @Nullable Integer pids) {
    assertThrows(AgentException.class, () -> ResourceLimits.of(cpus, memory, pids));
  }

  @ParameterizedTest
  @CsvSource({"20000, 20000", "unlimited, 1048576", "1073741816, 1048576"})
  void givesNoMoreOpenFilesThanThisProcessMayHave(String own, long given) {
    var limits =
        "Limit   Soft Limit  Hard Limit  Units\nMax open files    1024    " + own + "  files\n";
    assertEquals(
        List.of(new RuntimeSpec.Rlimit("RLIMIT_NOFILE", given, given)), Rlimits.of(limits));
  }
}
