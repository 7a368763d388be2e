package dev.lamina.agent.task.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.task.work.Progress;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Figures of one pull from what its layers do, shown at most every 2 s and when another 10 % of
/// the bytes are there. Layers that were present do not count as bytes.
final class PullReports implements PullProgress {
  private static final long GAP = Duration.ofSeconds(2).toNanos();
  private static final int STEP = 10;

  private final Manner manner;
  private final @Nullable Long maxImageBytes;
  private final LongSupplier nanoTime;
  private final Consumer<Progress> show;
  private final Map<Digest, LayerProgress> layers = new HashMap<>();
  private @Nullable Digest target;
  private boolean isPlanned;
  private int attempt;
  private int shownPercent;
  private long shownAt;

  /// Who is told what.
  ///
  /// @param announces the digest is shown before the layers come, also if it is quiet
  /// @param isQuiet progress is not shown
  record Manner(boolean announces, boolean isQuiet) {}

  /// @param maxImageBytes a larger image ends the pull with `LimitExceeded`; absent = any size
  /// @param nanoTime as [System#nanoTime]
  PullReports(
      Manner manner, @Nullable Long maxImageBytes, LongSupplier nanoTime, Consumer<Progress> show) {
    this.manner = manner;
    this.maxImageBytes = maxImageBytes;
    this.nanoTime = nanoTime;
    this.show = show;
    shownAt = nanoTime.getAsLong();
  }

  /// Another try begins.
  synchronized void begin(int number) {
    attempt = number;
    isPlanned = false;
    layers.clear();
    shownPercent = 0;
  }

  @Override
  public synchronized void resolved(Digest digest) {
    target = digest;
  }

  @Override
  public synchronized void planned(Digest manifest, List<Descriptor> planned) {
    requireWithinLimit(planned);
    for (var layer : planned) {
      var progress = new LayerProgress(layer.digest(), State.PULLING, 0, layer.size());
      layers.put(layer.digest(), progress);
    }
    isPlanned = true;
    if (manner.announces()) {
      show();
    }
  }

  @Override
  public synchronized void layer(LayerProgress progress) {
    layers.put(progress.layer(), progress);
    var percent = progress().percent();
    if (!manner.isQuiet()
        && percent != null
        && percent >= shownPercent + STEP
        && nanoTime.getAsLong() - shownAt >= GAP) {
      show();
    }
  }

  synchronized Progress progress() {
    var digest = target == null ? null : target.toString();
    if (!isPlanned) {
      return new Progress(digest, null, null, null, null, attempt);
    }
    var done = layers.values().stream().filter(layer -> layer.state() != State.PULLING).count();
    return new Progress(
        digest,
        moving().mapToLong(LayerProgress::done).sum(),
        moving().mapToLong(LayerProgress::total).sum(),
        layers.size(),
        (int) done,
        attempt);
  }

  private Stream<LayerProgress> moving() {
    return layers.values().stream().filter(layer -> layer.state() != State.PRESENT);
  }

  private void show() {
    var progress = progress();
    var percent = progress.percent();
    shownPercent = percent == null ? 0 : percent;
    shownAt = nanoTime.getAsLong();
    show.accept(manner.announces() ? progress : progress.withoutDigest());
  }

  private void requireWithinLimit(List<Descriptor> planned) {
    var bytes = planned.stream().mapToLong(Descriptor::size).sum();
    if (maxImageBytes != null && bytes > maxImageBytes) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "the layers have " + bytes + " bytes, the limit is " + maxImageBytes);
    }
  }
}
