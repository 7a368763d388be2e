package dev.lamina.agent.dockerfile;

/// What one logical line says.
public sealed interface Statement permits From, Instruction {
  Location location();
}
