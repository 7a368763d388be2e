package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Instruction;
import java.util.Locale;

/// An instruction as it stands in the file, its name in capitals.
final class InstructionText {
  private InstructionText() {}

  static String of(Instruction instruction) {
    var text = instruction.location().text().strip();
    var space = text.indexOf(' ');
    return space < 0
        ? text.toUpperCase(Locale.ROOT)
        : text.substring(0, space).toUpperCase(Locale.ROOT) + text.substring(space);
  }
}
