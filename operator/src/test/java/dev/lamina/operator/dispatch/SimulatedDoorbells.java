package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.ImageNodeSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// The ImageNode specs of a simulated fleet, and the real dispatcher that writes them, in simulated
/// time.
public final class SimulatedDoorbells implements Doorbells {
  private static final ImageNodeSpec NOTHING = ImageNodeSpec.empty();

  private final Clock clock;
  private final Map<String, ImageNodeSpec> specs = new HashMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private PriorityQueue<Later> timers = timers();

  private record Later(Instant due, Runnable run) {}

  public SimulatedDoorbells(Clock clock) {
    this.clock = clock;
  }

  private static PriorityQueue<Later> timers() {
    return new PriorityQueue<>(Comparator.comparing(Later::due));
  }

  /// A dispatcher that has just begun to lead; what an earlier one had in mind is lost.
  public Dispatcher dispatcher() {
    timers = timers();
    var mine = timers;
    var timer =
        new WriteQueue.Timer() {
          @Override
          public void after(Duration delay, Runnable run) {
            mine.add(new Later(clock.instant().plus(delay), run));
          }

          @Override
          public void close() {}
        };
    var dispatcher =
        new Dispatcher(this, node -> List.of(), List::of, new SimpleMeterRegistry(), timer, clock);
    dispatcher.start();
    return dispatcher;
  }

  /// Runs what is due.
  public void run() {
    while (!timers.isEmpty() && !timers.peek().due().isAfter(clock.instant())) {
      timers.remove().run().run();
    }
  }

  public boolean isIdle() {
    return timers.isEmpty();
  }

  public void join(String node) {
    specs.put(node, NOTHING);
  }

  public void leave(String node) {
    specs.remove(node);
    writes.remove(node);
  }

  public ImageNodeSpec spec(String node) {
    return specs.getOrDefault(node, NOTHING);
  }

  /// How often the spec of a node was written.
  public int writes(String node) {
    return writes.getOrDefault(node, 0);
  }

  public int writes() {
    return writes.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public Optional<ImageNodeSpec> read(String node) {
    return Optional.ofNullable(specs.get(node));
  }

  @Override
  public void write(String node, long revision, Wanted wanted) {
    if (specs.containsKey(node)) {
      specs.put(node, wanted.in(spec(node), revision));
      writes.merge(node, 1, Integer::sum);
    }
  }
}
