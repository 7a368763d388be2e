package dev.lamina.agent.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// A node that is ordered to run a container.
abstract class RunSetup {
  static final Assignment RUN = Orders.assignment(Operation.Run, "r-1");
  static final Assignment STOP = Orders.stopped("r-1");
  static final Assignment CANCEL = Orders.cancelled(Operation.Run, "r-1");

  final Node node = new Node();

  @AfterEach
  void stop() {
    node.stopAgents();
  }

  void run() {
    run(Payload.of(Orders.run()));
  }

  void run(ObjectNode order) {
    run(order, List.of());
  }

  void run(ObjectNode order, List<SealedValue> sealed) {
    node.api.order("r-1", TaskType.Run, order, null, sealed);
    node.startAgent();
    node.api.assign(RUN);
  }

  JsonNode report() {
    return node.api.task("r-1").path("run");
  }
}
