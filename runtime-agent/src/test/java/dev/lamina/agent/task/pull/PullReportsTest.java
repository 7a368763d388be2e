package dev.lamina.agent.task.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.task.work.Progress;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullReportsTest {
  private static final Digest MANIFEST = new Digest("sha256", "b".repeat(64));
  private static final Descriptor PRESENT = layer("c", 1000);
  private static final Descriptor MISSING = layer("d", 100);

  private final List<Progress> shown = new ArrayList<>();
  private long nanos;

  @Test
  void showsEveryTenPercentAndNotMoreOftenThanEveryTwoSeconds() {
    var reports = reports(false, false);
    begin(reports);
    pulled(reports, 1, 5);
    pulled(reports, 3, 9);
    pulled(reports, 3, 10);
    pulled(reports, 4, 50);
    pulled(reports, 5, 60);
    assertEquals(List.of(10L, 60L), shown.stream().map(Progress::bytes).toList());
  }

  @Test
  void countsLayersThatWereThereAndNotTheirBytes() {
    var reports = reports(false, false);
    begin(reports);
    reports.layer(new LayerProgress(MISSING.digest(), State.PULLED, 100, 100));
    assertEquals(new Progress(MANIFEST.toString(), 100L, 100L, 2, 2, 1), reports.progress());
  }

  @Test
  void saysNothingWhenQuiet() {
    var reports = reports(false, true);
    begin(reports);
    pulled(reports, 9, 90);
    assertEquals(List.of(), shown);
  }

  @Test
  void announcesTheDigestAlsoWhenQuiet() {
    var reports = reports(true, true);
    begin(reports);
    assertEquals(List.of(new Progress(MANIFEST.toString(), 0L, 1100L, 2, 0, 1)), shown);
  }

  @Test
  void refusesAnImageBeyondTheLimit() {
    var reports =
        new PullReports(new PullReports.Manner(false, false), 1099L, () -> nanos, shown::add);
    var refusal = assertThrows(AgentException.class, () -> begin(reports));
    assertEquals(FailureReason.LimitExceeded, refusal.reason());
  }

  private PullReports reports(boolean announces, boolean isQuiet) {
    return new PullReports(
        new PullReports.Manner(announces, isQuiet), null, () -> nanos, shown::add);
  }

  private static void begin(PullReports reports) {
    reports.begin(1);
    reports.resolved(MANIFEST);
    reports.planned(MANIFEST, List.of(PRESENT, MISSING));
    reports.layer(new LayerProgress(PRESENT.digest(), State.PRESENT, 1000, 1000));
  }

  private void pulled(PullReports reports, int second, long bytes) {
    nanos = Duration.ofSeconds(second).toNanos();
    reports.layer(new LayerProgress(MISSING.digest(), State.PULLING, bytes, 100));
  }

  private static Descriptor layer(String name, long size) {
    return new Descriptor(
        "application/vnd.oci.image.layer.v1.tar", new Digest("sha256", name.repeat(64)), size);
  }
}
