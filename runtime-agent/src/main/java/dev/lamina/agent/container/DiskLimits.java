package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.ContainerMount.EmptyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a container may hold on the disk: all that it writes together, and single empty
/// directories.
///
/// @param all absent = there is no limit to it
record DiskLimits(@Nullable Long all, List<Volume> volumes) {
  /// What is beyond measuring is beyond every limit.
  static final long UNMEASURABLE = Long.MAX_VALUE >> 10;

  /// An empty directory.
  ///
  /// @param number among the mounts of the container
  /// @param limit absent = it only counts among all
  private record Volume(int number, String path, @Nullable Long limit) {}

  /// What a container holds.
  ///
  /// @param volumes in the order of the limits
  record Use(long layer, List<Long> volumes) {
    long all() {
      return layer + volumes.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Measures an empty directory.
  interface Measure {
    long bytes(int number) throws IOException;
  }

  /// Empty if there are none.
  static Optional<DiskLimits> of(ContainerRecord container) {
    var mounts = container.spec().mounts();
    var volumes = new ArrayList<Volume>();
    for (var number = 0; number < mounts.size(); number++) {
      if (mounts.get(number) instanceof EmptyDirectory empty) {
        volumes.add(new Volume(number, empty.path(), empty.sizeLimit()));
      }
    }
    var all = container.spec().limits().disk();
    var isLimited = all != null || volumes.stream().anyMatch(volume -> volume.limit() != null);
    return isLimited ? Optional.of(new DiskLimits(all, volumes)) : Optional.empty();
  }

  Use use(long layer, Measure measure) throws IOException {
    var bytes = new ArrayList<Long>();
    for (var volume : volumes) {
      bytes.add(measure.bytes(volume.number()));
    }
    return new Use(layer, bytes);
  }

  Optional<DiskOverrun> overrun(Use use) {
    for (var index = 0; index < volumes.size(); index++) {
      var volume = volumes.get(index);
      var bytes = use.volumes().get(index);
      if (volume.limit() != null && bytes > volume.limit()) {
        return Optional.of(overrun(volume.path(), bytes, volume.limit()));
      }
    }
    return all != null && use.all() > all
        ? Optional.of(overrun(null, use.all(), all))
        : Optional.empty();
  }

  private static DiskOverrun overrun(@Nullable String mount, long bytes, long limit) {
    return new DiskOverrun(mount, bytes < UNMEASURABLE ? bytes : null, limit);
  }

  /// How much can be written before a limit is reached.
  long room(Use use) {
    var room = all == null ? Long.MAX_VALUE : all - use.all();
    for (var index = 0; index < volumes.size(); index++) {
      var limit = volumes.get(index).limit();
      room = limit == null ? room : Math.min(room, limit - use.volumes().get(index));
    }
    return room;
  }
}
