package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;

/// Options that the design names and this version does not have: refused, never ignored.
final class PlannedOptions {
  private PlannedOptions() {}

  static void refuse(String option, List<String> values) {
    if (!values.isEmpty()) {
      throw new AgentException(FailureReason.NotSupported, option + " is not in this version");
    }
  }
}
