package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container may use of the machine: devices, memory, processor time, processes.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceLimits(
    List<Device> devices, @Nullable Memory memory, @Nullable Cpu cpu, @Nullable Pids pids) {
  private static final long CPU_PERIOD_MICROS = 100_000;

  /// The kernel takes no quota below a millisecond.
  private static final long LEAST_QUOTA_MICROS = 1_000;

  /// Less and the runtime itself does not fit, as Docker has it.
  private static final long LEAST_MEMORY = 6L << 20;

  /// Only the devices every container has.
  public static final ResourceLimits NONE = of(null, null, null);

  public ResourceLimits {
    devices = List.copyOf(devices);
  }

  /// Limits as people state them; absent = none.
  ///
  /// @param cpus in cores
  /// @param memory in bytes
  /// @throws AgentException `InvalidArgument` for a limit that nothing could run under
  public static ResourceLimits of(
      @Nullable Double cpus, @Nullable Long memory, @Nullable Integer pids) {
    return new ResourceLimits(
        Device.DEFAULTS,
        memory == null ? null : Memory.of(memory),
        cpus == null ? null : Cpu.of(cpus),
        pids == null ? null : Pids.of(pids));
  }

  /// A rule of the device cgroup; later rules win.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Device(
      boolean allow,
      @Nullable String type,
      @Nullable Long major,
      @Nullable Long minor,
      String access) {
    /// Nothing, except making nodes and using those that are harmless.
    static final List<Device> DEFAULTS =
        List.of(
            new Device(false, null, null, null, "rwm"),
            new Device(true, "c", null, null, "m"),
            new Device(true, "b", null, null, "m"),
            character(1, 3L), // null
            character(1, 5L), // zero
            character(1, 7L), // full
            character(1, 8L), // random
            character(1, 9L), // urandom
            character(5, 0L), // tty
            character(5, 1L), // console
            character(5, 2L), // ptmx
            character(136, null)); // pts/*

    private static Device character(long major, @Nullable Long minor) {
      return new Device(true, "c", major, minor, "rwm");
    }
  }

  /// How much may be in memory.
  ///
  /// @param limit in bytes
  public record Memory(long limit) {
    static Memory of(long bytes) {
      if (bytes < LEAST_MEMORY) {
        throw invalid("memory limit of " + bytes + " bytes: want 6 MiB or more");
      }
      return new Memory(bytes);
    }
  }

  public record Cpu(long quota, long period) {
    static Cpu of(double cores) {
      var quota = Math.round(cores * CPU_PERIOD_MICROS);
      if (quota < LEAST_QUOTA_MICROS) {
        throw invalid("limit of " + cores + " cpus: want 0.01 or more");
      }
      return new Cpu(quota, CPU_PERIOD_MICROS);
    }
  }

  public record Pids(long limit) {
    static Pids of(int count) {
      if (count < 1) {
        throw invalid("limit of " + count + " processes: want 1 or more");
      }
      return new Pids(count);
    }
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
