package dev.lamina.agent.dockerfile;

import java.util.List;
import java.util.Optional;

/// A FROM and the instructions after it.
///
/// @param index the position in the file, from 0
public record Stage(int index, From from, List<Instruction> instructions) {
  public Stage {
    instructions = List.copyOf(instructions);
  }

  public Optional<String> name() {
    return Optional.ofNullable(from.name());
  }
}
