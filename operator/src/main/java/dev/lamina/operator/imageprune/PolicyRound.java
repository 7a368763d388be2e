package dev.lamina.operator.imageprune;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imageprunepolicy.PruneTrigger;
import dev.lamina.operator.imageprune.PolicyPlan.Marks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One time that a policy is applied; pure.
///
/// Its time makes the ids of its assignments: a restarted operator asks for the same round with the
/// same ids, and nodes answer from their journals.
///
/// @param time of the schedule, or the beginning of the window in which disks were too full
record PolicyRound(PruneTrigger trigger, Instant time, SortedSet<String> nodes) {
  /// A node whose disk is too full again is asked again, but not all the time.
  static final Duration WINDOW = Duration.ofMinutes(5);

  PolicyRound {
    nodes = new TreeSet<>(nodes);
  }

  /// The round that is due now. A time of the schedule comes before full disks: it does more.
  ///
  /// @param since the last time of the schedule that was heeded, or when the policy was made
  /// @param nodes all that are meant
  /// @param full those of them whose disk is too full, and for which rules may do something
  static Optional<PolicyRound> next(
      PolicyPlan plan,
      Instant since,
      SortedSet<String> nodes,
      SortedSet<String> full,
      Instant now) {
    return Optional.ofNullable(plan.cron())
        .flatMap(cron -> cron.last(now))
        .filter(time -> time.isAfter(since) && !nodes.isEmpty())
        .map(time -> new PolicyRound(PruneTrigger.Schedule, time, nodes))
        .or(() ->
            full.isEmpty()
                ? Optional.empty()
                : Optional.of(new PolicyRound(PruneTrigger.Disk, window(now), full)));
  }

  private static Instant window(Instant now) {
    var length = WINDOW.toSeconds();
    return Instant.ofEpochSecond(now.getEpochSecond() / length * length);
  }

  /// Whether the disk of a node is too full, as far as its agent has said.
  static boolean isFull(ImageNode node, Marks marks) {
    var store = node.getStatus() == null ? null : node.getStatus().store();
    if (store == null) {
      return false;
    }
    var used = store.diskUsedPercent();
    var free = store.freeBytes();
    var high = marks.highPercent();
    var least = marks.minFree();
    return (high != null && used != null && used >= high)
        || (least != null && free != null && free < least);
  }
}
