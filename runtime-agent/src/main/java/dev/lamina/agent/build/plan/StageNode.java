package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stage with its links to other stages resolved.
final class StageNode {
  private final Stage stage;
  private final String image;
  private final @Nullable StageNode base;
  private final List<Instruction> triggers = new ArrayList<>();
  private final Map<Instruction.Copy, StageNode> copySources = new HashMap<>();
  private boolean hasTriggers;

  /// Links a stage to its base.
  ///
  /// @param image what it starts from, variables expanded
  /// @param base the stage of that name; null when it is an image
  StageNode(Stage stage, String image, @Nullable StageNode base) {
    this.stage = stage;
    this.image = image;
    this.base = base;
  }

  Stage stage() {
    return stage;
  }

  Location location() {
    return stage.from().location();
  }

  String image() {
    return image;
  }

  boolean isFromScratch() {
    return base == null && image.equals(StageGraph.SCRATCH);
  }

  Optional<StageNode> base() {
    return Optional.ofNullable(base);
  }

  /// The triggers of the base, then the stage's own instructions.
  List<Instruction> instructions() {
    return Stream.concat(triggers.stream(), stage.instructions().stream()).toList();
  }

  boolean isTrigger(Instruction instruction) {
    return triggers.contains(instruction);
  }

  boolean hasTriggers() {
    return hasTriggers;
  }

  void setTriggers(List<Instruction> instructions) {
    triggers.addAll(instructions);
    hasTriggers = true;
  }

  void linkCopy(Instruction.Copy copy, StageNode source) {
    copySources.put(copy, source);
  }

  Optional<StageNode> copySource(Instruction.Copy copy) {
    return Optional.ofNullable(copySources.get(copy));
  }

  /// The stages this one needs.
  List<StageNode> dependencies() {
    return Stream.concat(base().stream(), copySources.values().stream()).toList();
  }

  String displayName() {
    return stage.name().orElse("stage-" + stage.index());
  }
}
