package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How full a disk is, by whatever uses it, as `df` tells it: what only root may fill is neither
/// used nor free.
///
/// @param capacity bytes of the disk
public record DiskRoom(long capacity, long used, long free) {
  private static final int ALL = 100;

  /// Looks at the disk below a directory, each time anew.
  public static Supplier<DiskRoom> below(Path directory) {
    return () -> {
      try {
        var store = Files.getFileStore(directory);
        var capacity = store.getTotalSpace();
        return new DiskRoom(
            capacity, capacity - store.getUnallocatedSpace(), store.getUsableSpace());
      } catch (IOException e) {
        throw new AgentException(
            FailureReason.StoreFailed, "reading the size of the disk of " + directory, e);
      }
    };
  }

  /// Rounded up.
  public int usedPercent() {
    var all = used + free;
    return all == 0 ? 0 : (int) Math.ceilDiv(used * ALL, all);
  }

  /// The bytes that have to go.
  long lacks(Wanted wanted) {
    var percent = wanted.usedPercent();
    var tooMuch = percent == null ? 0 : used - (used + free) / ALL * percent;
    var tooLittle = wanted.freeBytes() == null ? 0 : wanted.freeBytes() - free;
    return Math.max(0, Math.max(tooMuch, tooLittle));
  }

  /// Room enough; absent = this does not matter.
  ///
  /// @param usedPercent the most that is used
  /// @param freeBytes the least that is free
  public record Wanted(@Nullable Integer usedPercent, @Nullable Long freeBytes) {}
}
