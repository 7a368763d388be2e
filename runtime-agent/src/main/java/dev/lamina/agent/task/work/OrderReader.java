package dev.lamina.agent.task.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.payload.RunOrder;
import java.time.Instant;
import java.util.function.Function;

/// Believes an order only after it has been checked; every refusal is an [AgentException].
public record OrderReader(TaskKey key, NodeTaskSpec spec) {
  public static OrderReader of(TaskKey key, NodeTask task) {
    return new OrderReader(key, task.getSpec());
  }

  public boolean isFor(String nodeName) {
    return spec.nodeName().equals(nodeName);
  }

  /// How an order of another node ends.
  public Outcome misdirected() {
    return Outcome.failed(
        FailureReason.InvalidArgument, "NodeTask " + key + " is for node " + spec.nodeName());
  }

  public BuildOrder build(Instant now) {
    check(TaskType.Build);
    var deadline = spec.deadline();
    if (deadline != null && !now.isBefore(deadline)) {
      throw refused(FailureReason.DeadlineExceeded, "had to be done by " + deadline);
    }
    var order = understood(Payload::buildOrder, Payload::of);
    requireTenant(order.tenant());
    return order;
  }

  /// Its deadline is not looked at: a container may be running that has to be stopped by it.
  public RunOrder run() {
    check(TaskType.Run);
    var order = understood(Payload::runOrder, Payload::of);
    requireTenant(order.tenant());
    var unknown = spec.sealed().stream().filter(value -> !isOf(order, value.id())).findFirst();
    if (unknown.isPresent()) {
      throw refused(
          FailureReason.InvalidArgument,
          "has a secret that its order knows nothing of: " + unknown.get().id());
    }
    return order;
  }

  private static boolean isOf(RunOrder order, String id) {
    if (id.equals(RunOrder.PUSH_CREDENTIAL)) {
      var commit = order.commit();
      return commit != null && commit.pushSecret() != null;
    }
    return id.startsWith(RunData.ID_PREFIX) || !order.pullSecrets().isEmpty();
  }

  private void check(TaskType type) {
    if (spec.type() != type) {
      throw refused(FailureReason.InvalidArgument, "is a " + spec.type() + ", not a " + type);
    }
    if (!Payload.hash(spec.payload(), spec.sealed()).equals(spec.payloadHash())) {
      throw refused(
          FailureReason.InvalidArgument, "does not have the payloadHash " + spec.payloadHash());
    }
  }

  /// Parses the payload and refuses what did not make it into the order: nothing that the operator
  /// asks for is left out in silence.
  private <T> T understood(Function<ObjectNode, T> read, Function<T, ObjectNode> write) {
    T order;
    try {
      order = read.apply(spec.payload());
    } catch (IllegalArgumentException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "NodeTask " + key + ": " + e.getMessage(), e);
    }
    var unknown = UnknownField.first(spec.payload(), write.apply(order));
    if (unknown.isPresent()) {
      throw refused(
          FailureReason.NotSupported, "asks for " + unknown.get() + ", which is not supported");
    }
    return order;
  }

  /// The names an order may use are those of the namespace it is in.
  private void requireTenant(String tenant) {
    if (!tenant.equals(key.namespace())) {
      throw refused(FailureReason.InvalidArgument, "is for the images of tenant " + tenant);
    }
  }

  private AgentException refused(FailureReason reason, String why) {
    return new AgentException(reason, "NodeTask " + key + " " + why);
  }
}
