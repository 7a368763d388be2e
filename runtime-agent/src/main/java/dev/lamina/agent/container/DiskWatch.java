package dev.lamina.agent.container;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.DiskUse;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.Signals;
import dev.lamina.agent.snapshot.Snapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends containers that hold more on the disk than they may.
///
/// What they write is measured, one container at a time, the more often the less room they have
/// left; of a tree so large that this takes long, the more rarely. Why it was ended is in its
/// bundle before it is ended, so that the agent after this one knows too.
///
/// Why no quota of the file system: few nodes have their state directory on one that counts by
/// project. What a program holds open and has removed is not seen by measuring.
final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// A disk does not write faster for long.
  private static final long BYTES_PER_SECOND = 512L << 20;

  /// Pauses are so many times as long as the measuring that follows them.
  private static final int REST = 50;

  /// What a program gets to end by itself in.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ContainerHost host;
  private final Snapshotter snapshots;
  private final Semaphore turn = new Semaphore(1);
  private final Map<String, Thread> watches = new ConcurrentHashMap<>();

  DiskWatch(ContainerHost host, Snapshotter snapshots) {
    this.host = host;
    this.snapshots = snapshots;
  }

  /// Begins to watch a container that runs, if there is a limit to what it writes.
  void begin(ContainerRecord container, Running running) {
    if (DiskLimits.of(container).isPresent()) {
      var watch = Thread.ofVirtual().name("disk-watch").unstarted(() -> watch(container, running));
      if (watches.putIfAbsent(container.id(), watch) == null) {
        watch.start();
      }
    }
  }

  /// Stops to watch a container that has ended.
  ///
  /// @return absent = it was not ended for what it held
  @Nullable DiskOverrun end(String id) {
    Optional.ofNullable(watches.remove(id)).ifPresent(Thread::interrupt);
    var file = host.layout().overrunFile(id);
    try {
      return Files.exists(file) ? JSON.readValue(Files.readString(file), DiskOverrun.class) : null;
    } catch (IOException e) {
      LOG.warn("reading why container {} was ended: {}", id, e.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    watches.values().forEach(Thread::interrupt);
  }

  private void watch(ContainerRecord container, Running running) {
    var limits = DiskLimits.of(container).orElseThrow();
    try {
      Thread.sleep(SHORTEST);
      while (watches.containsKey(container.id())) {
        Thread.sleep(look(limits, container, running));
      }
    } catch (InterruptedException ended) {
      LOG.debug("container {} is no longer watched", container.id());
    }
  }

  /// Measures once, and ends what is too large.
  ///
  /// @return how long to wait for the next time
  private Duration look(DiskLimits limits, ContainerRecord container, Running running)
      throws InterruptedException {
    var start = System.nanoTime();
    try {
      var use = measure(limits, container);
      var overrun = limits.overrun(use);
      if (overrun.isPresent()) {
        stop(container, running, overrun.get());
        return LONGEST;
      }
      return pause(limits.room(use), Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException | AgentException e) {
      // It may have ended at this moment.
      if (watches.containsKey(container.id())) {
        LOG.warn("measuring what container {} holds: {}", container.name(), e.getMessage());
      }
      return LONGEST;
    }
  }

  private DiskLimits.Use measure(DiskLimits limits, ContainerRecord container)
      throws IOException, InterruptedException {
    turn.acquire();
    try {
      var id = container.id();
      var layer = bytes(snapshots.reopen(container.snapshotKey()).upper());
      return limits.use(layer, number -> bytes(host.layout().volume(id, number)));
    } finally {
      turn.release();
    }
  }

  private static long bytes(Path path) throws IOException {
    try (var directory = Directory.open(path)) {
      return DiskUse.of(directory);
    } catch (LinuxException e) {
      if (e.is(Errno.ENAMETOOLONG)) {
        return DiskLimits.UNMEASURABLE;
      }
      throw e;
    }
  }

  private static Duration pause(long room, Duration took) {
    var untilFull = Duration.ofSeconds(room / BYTES_PER_SECOND);
    var rest = took.multipliedBy(REST);
    var pause = untilFull.compareTo(SHORTEST) < 0 ? SHORTEST : untilFull;
    var bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    return rest.compareTo(bounded) > 0 ? rest : bounded;
  }

  /// Interrupted as soon as it has ended.
  private void stop(ContainerRecord container, Running running, DiskOverrun overrun)
      throws IOException, InterruptedException {
    LOG.info(
        "ending container {}: {} bytes on the disk, limit {}",
        container.name(),
        overrun.bytes(),
        overrun.limit());
    Files.writeString(host.layout().overrunFile(container.id()), JSON.writeValueAsString(overrun));
    running.process().init().signal(Signals.TERM);
    Thread.sleep(GRACE);
    host.groups().kill(host.cgroup(container.id()));
  }
}
