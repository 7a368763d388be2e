package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;

/// Whose names an assignment may use: those of its owner's namespace.
public final class OwnerTenant {
  private OwnerTenant() {}

  /// The tenant of an assignment.
  ///
  /// @throws AgentException `InvalidArgument` if it says none, or another than its owner's
  public static Tenant of(Assignment assignment) {
    var tenant = assignment.tenant();
    var owner = assignment.owner();
    var namespace = owner == null ? tenant : owner.substring(0, Math.max(0, owner.indexOf('/')));
    if (namespace == null || namespace.isEmpty()) {
      throw invalid(assignment, "neither tenant nor owner says whose image it is");
    }
    if (tenant != null && !tenant.equals(namespace)) {
      throw invalid(
          assignment, "it is for the images of tenant " + tenant + " and the owner " + owner);
    }
    return new Tenant(namespace);
  }

  private static AgentException invalid(Assignment assignment, String why) {
    return new AgentException(
        FailureReason.InvalidArgument, assignment.op() + " assignment: " + why);
  }
}
