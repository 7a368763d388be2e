package dev.lamina.agent.dockerfile;

import java.util.List;

/// One instruction as written: continuations joined, comments dropped, heredocs attached.
record LogicalLine(Location location, InstructionLine instruction, List<Heredoc> heredocs) {
  LogicalLine {
    heredocs = List.copyOf(heredocs);
  }
}
