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
  private final NamedContexts.@Nullable Target context;
  private final boolean isReplaced;
  private final List<Instruction> triggers = new ArrayList<>();
  private final Map<String, StageNode> sources = new HashMap<>();
  private boolean hasTriggers;

  /// Links a stage to its base.
  ///
  /// @param image what it starts from, variables expanded
  /// @param base the stage of that name; null when it is an image
  /// @param context what a named build context puts in the place of the base, or of the whole stage
  /// @param isReplaced whether it is the whole stage
  StageNode(
      Stage stage,
      String image,
      @Nullable StageNode base,
      NamedContexts.@Nullable Target context,
      boolean isReplaced) {
    this.stage = stage;
    this.image = image;
    this.base = context == null ? base : null;
    this.context = context;
    this.isReplaced = isReplaced;
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
    return base == null && context == null && image.equals(StageGraph.SCRATCH);
  }

  Optional<StageNode> base() {
    return Optional.ofNullable(base);
  }

  /// What a named build context puts in the place of the base.
  Optional<NamedContexts.Target> context() {
    return Optional.ofNullable(context);
  }

  /// The instructions of the stage itself: none when a build context took its place.
  List<Instruction> ownInstructions() {
    return isReplaced ? List.of() : stage.instructions();
  }

  /// The triggers of the base, then the stage's own instructions.
  List<Instruction> instructions() {
    return Stream.concat(triggers.stream(), ownInstructions().stream()).toList();
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

  /// Notes which stage a name after `from` means.
  void link(String from, StageNode source) {
    sources.put(from, source);
  }

  /// The stage that a name after `from` means, if it is one.
  Optional<StageNode> source(String from) {
    return Optional.ofNullable(sources.get(from));
  }

  /// Whether triggers of the base run in this stage.
  boolean runsTriggers() {
    return !isReplaced && !isFromScratch();
  }

  /// The stages this one needs.
  List<StageNode> dependencies() {
    return Stream.concat(base().stream(), sources.values().stream()).toList();
  }

  String displayName() {
    return stage.name().orElse("stage-" + stage.index());
  }
}
