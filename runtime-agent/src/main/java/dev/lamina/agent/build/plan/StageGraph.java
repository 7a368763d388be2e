package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.GlobalScope;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Mount;
import dev.lamina.agent.dockerfile.StageScope;
import dev.lamina.agent.dockerfile.Suggestion;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The stages of a Dockerfile and which of them need which.
final class StageGraph {
  static final String SCRATCH = "scratch";

  private final List<StageNode> nodes = new ArrayList<>();
  private final Map<String, StageNode> byName = new HashMap<>();

  private StageGraph() {}

  static StageGraph link(Dockerfile file, GlobalScope globals, NamedContexts contexts) {
    var graph = new StageGraph();
    for (var stage : file.stages()) {
      var image = globals.image(stage.from());
      var replaced = stage.name().flatMap(contexts::find);
      var base = graph.byName.get(image.toLowerCase(Locale.ROOT));
      var context =
          replaced.or(() -> base == null ? contexts.find(image) : Optional.empty()).orElse(null);
      var node = new StageNode(stage, image, base, context, replaced.isPresent());
      graph.nodes.add(node);
      stage.name().ifPresent(name -> graph.byName.put(name, node));
    }
    for (var node : graph.nodes) {
      node.ownInstructions().forEach(instruction -> graph.linkSources(node, instruction));
    }
    graph.checkCycles();
    return graph;
  }

  List<StageNode> nodes() {
    return List.copyOf(nodes);
  }

  StageNode target(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return nodes.getLast();
    }
    return find(name)
        .orElseThrow(() ->
            new AgentException(
                FailureReason.InvalidArgument,
                "target stage \"%s\" could not be found%s"
                    .formatted(name, Suggestion.of(name, byName.keySet()))));
  }

  /// The stages that the target needs, itself included.
  static Set<StageNode> reachable(StageNode target) {
    var reached = new LinkedHashSet<StageNode>();
    var open = new ArrayList<>(List.of(target));
    while (!open.isEmpty()) {
      var node = open.removeLast();
      if (reached.add(node)) {
        open.addAll(node.dependencies());
      }
    }
    return reached;
  }

  /// Links what the instruction reads from to the stages it names; any other name is a named
  /// context or an image.
  void linkSources(StageNode node, Instruction instruction) {
    switch (instruction) {
      case Instruction.Copy copy when copy.from() != null -> linkCopy(node, copy, copy.from());
      case Instruction.Run run ->
          run.mounts().stream()
              .flatMap(mount -> Mount.fromOf(mount).stream())
              .forEach(from -> find(from).ifPresent(source -> node.link(from, source)));
      default -> {}
    }
  }

  private void linkCopy(StageNode node, Instruction.Copy copy, String from) {
    if (!StageScope.isLiteral(from)) {
      throw copy.location()
          .error(
              "variable expansion is not supported for --from, define a new stage with FROM using"
                  + " ARG from global scope as a workaround");
    }
    index(copy, from).or(() -> find(from)).ifPresent(source -> node.link(from, source));
  }

  private Optional<StageNode> index(Instruction.Copy copy, String from) {
    if (!from.matches("[+-]?[0-9]{1,9}")) {
      return Optional.empty();
    }
    var index = Integer.parseInt(from);
    if (index < 0 || index >= nodes.size()) {
      throw copy.location().error("invalid stage index " + from);
    }
    return Optional.of(nodes.get(index));
  }

  private Optional<StageNode> find(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  void checkCycles() {
    var done = new HashSet<StageNode>();
    for (var node : nodes) {
      checkCycles(node, new LinkedHashSet<>(), done);
    }
  }

  private static void checkCycles(StageNode node, Set<StageNode> path, Set<StageNode> done) {
    if (done.contains(node)) {
      return;
    }
    if (!path.add(node)) {
      throw node.location().error("circular dependency detected on stage: " + node.displayName());
    }
    node.dependencies().forEach(dependency -> checkCycles(dependency, path, done));
    path.remove(node);
    done.add(node);
  }
}
