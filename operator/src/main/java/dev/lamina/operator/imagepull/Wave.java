package dev.lamina.operator.imagepull;

import dev.lamina.operator.imagepull.Fleet.Standing;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/// How many nodes may be asked to pull now: a pure function of where the nodes stand.
///
/// @param parallelism how many may be active, a number or a percentage of all
/// @param maxFailed how many may fail before no other is asked; absent = any number
/// @param probing the digest of an image is not known yet: one node at a time finds it out
/// @param halted nobody is asked
record Wave(
    IntOrString parallelism, @Nullable IntOrString maxFailed, boolean probing, boolean halted) {

  /// How many of the waiting nodes may be asked, at least 0.
  int room(Fleet fleet) {
    if (halted || isOverBudget(fleet)) {
      return 0;
    }
    var limit = limit(fleet);
    var most = probing ? Math.min(1, limit) : limit;
    return Math.max(
        0, Math.min(most - fleet.count(Standing.ACTIVE), fleet.count(Standing.WAITING)));
  }

  /// How many may be active; a percentage above 0 is at least one node.
  int limit(Fleet fleet) {
    return amount(parallelism, fleet.size(), true);
  }

  /// More nodes have failed than the spec tolerates. Those that were active then may fail too.
  boolean isOverBudget(Fleet fleet) {
    return maxFailed != null && fleet.count(Standing.FAILED) > budget(fleet);
  }

  int budget(Fleet fleet) {
    return maxFailed == null ? fleet.size() : amount(maxFailed, fleet.size(), false);
  }

  private static int amount(IntOrString text, int whole, boolean roundUp) {
    if (text.getIntVal() != null) {
      return text.getIntVal();
    }
    var percent = Long.parseLong(text.getStrVal().replace("%", ""));
    return (int) ((percent * whole + (roundUp ? 99 : 0)) / 100);
  }
}
