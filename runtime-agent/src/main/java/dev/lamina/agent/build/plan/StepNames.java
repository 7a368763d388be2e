package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Instruction;
import java.util.Locale;

/// How progress output calls the steps of a stage: `[build 2/4] RUN make`.
final class StepNames {
  private final String stage;
  private final int total;
  private int index;

  StepNames(StageNode node, boolean severalStages) {
    this.stage = severalStages ? node.displayName() + " " : "";
    var steps = (int) node.instructions().stream().filter(StepNames::isStep).count();
    this.total = steps + (node.base().isEmpty() && !node.isFromScratch() ? 1 : 0);
  }

  private static boolean isStep(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Run run -> true;
      case Instruction.Copy copy -> true;
      case Instruction.Add add -> true;
      case Instruction.Workdir workdir -> true;
      default -> false;
    };
  }

  String next(String text, boolean isTrigger) {
    index++;
    var width = String.valueOf(total).length();
    return String.format(
        Locale.ROOT,
        "[%s%" + width + "d/%d] %s%s",
        stage,
        index,
        total,
        isTrigger ? "ONBUILD " : "",
        text);
  }
}
