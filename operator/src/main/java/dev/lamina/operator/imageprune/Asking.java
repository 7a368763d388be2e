package dev.lamina.operator.imageprune;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.fleet.AnswerEvents;
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Brings the assignment of a run to its nodes, and their answers back.
record Asking(Members members, Nodes nodes, Shares shares) {
  /// Takes in what has come, gives up nodes that are silent, and asks as many more as may work.
  void goOn(PruneRun run, IntOrString parallelism, Instant now) {
    run.open().forEach((node, since) -> look(run, node, since, now));
    run.ask(parallelism, now).forEach(node -> put(run, node, true));
  }

  private void look(PruneRun run, String node, Instant since, Instant now) {
    var result = AnswerEvents.end(members.imageNode(node), run.assignment().id());
    if (result.isPresent()) {
      run.answered(node, result.get());
      put(run, node, false);
    } else if (Liveness.isLost(node, since, nodes, now)) {
      run.fail(node, "AgentLost", "the agent does not answer");
      put(run, node, false);
    }
  }

  private void put(PruneRun run, String node, boolean isOpen) {
    var assignment = run.assignment();
    var finished = isOpen ? Set.<String>of() : Set.of(assignment.id());
    var open = isOpen ? List.of(assignment) : List.<Assignment>of();
    shares.put(owner(run), node, new Share(open, List.of(), List.of(), finished));
  }

  /// Nobody wants the run any more: nodes that work on it stop.
  void takeBack(PruneRun run) {
    run.told().forEach(node -> shares.put(owner(run), node, Share.NONE));
  }

  private static String owner(PruneRun run) {
    return Objects.requireNonNull(run.assignment().owner());
  }
}
