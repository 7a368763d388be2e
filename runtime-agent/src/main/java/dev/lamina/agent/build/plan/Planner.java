package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.dockerfile.GlobalScope;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Platform;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the graph of vertices for one target. Stages that the target does not need are checked for
/// syntax only, and the images they start from are not looked for.
public final class Planner {
  private final Dockerfile file;
  private final PlanRequest request;
  private final BaseImages images;
  private final GlobalScope globals;
  private final StageGraph graph;
  private final List<Vertex> vertices = new ArrayList<>();
  private final VariableLints lints = new VariableLints();
  private final Set<Vertex> fresh = new HashSet<>();
  private final Map<String, BaseImage> found = new HashMap<>();
  private final Map<StageNode, StageState> dispatched = new HashMap<>();

  private Planner(Dockerfile file, PlanRequest request, BaseImages images) {
    this.file = file;
    this.request = request;
    this.images = images;
    this.globals =
        GlobalScope.of(file, AutomaticArguments.of(file, request), request.buildArguments());
    this.graph = StageGraph.link(file, globals, request.contexts());
  }

  /// Plans a build or throws [dev.lamina.agent.dockerfile.DockerfileException].
  public static Plan plan(Dockerfile file, PlanRequest request, BaseImages images) {
    return new Planner(file, request, images).plan();
  }

  private Plan plan() {
    var epoch = SourceDate.of(file, globals);
    file.stages().forEach(stage -> lints.note(stage.from(), globals));
    var target = graph.target(request.target());
    addTriggers(target);
    graph.checkCycles();
    var reachable = StageGraph.reachable(target);
    for (var node : graph.nodes()) {
      if (reachable.contains(node)) {
        dispatch(node);
      }
    }
    var state = dispatchedState(target);
    return new Plan(
        vertices, fresh, state.vertex().orElse(null), state.draft(), epoch, lints.all());
  }

  /// Triggers may copy from stages that nothing needed before, so this goes on until no stage is
  /// new.
  private void addTriggers(StageNode target) {
    var before = -1;
    var reachable = StageGraph.reachable(target);
    while (before != reachable.size()) {
      before = reachable.size();
      for (var node : reachable) {
        if (!node.hasTriggers()) {
          node.setTriggers(triggers(node));
          node.instructions().forEach(instruction -> graph.linkSources(node, instruction));
        }
      }
      reachable = StageGraph.reachable(target);
    }
  }

  private List<Instruction> triggers(StageNode node) {
    List<String> texts = new ArrayList<>();
    if (!node.runsTriggers()) {
      return List.of();
    }
    if (node.base().isPresent()) {
      for (var instruction : node.base().get().stage().instructions()) {
        if (instruction instanceof Instruction.OnBuild onBuild) {
          texts.add(onBuild.trigger());
        }
      }
    } else {
      baseImage(node)
          .map(image -> image.config().config().onBuild())
          .ifPresent(stated -> texts.addAll(stated));
    }
    return texts.stream().map(text -> Dockerfile.parseTrigger(text, node.location())).toList();
  }

  private void dispatch(StageNode node) {
    checkPlatform(node);
    var before = vertices.size();
    var steps = new StepNames(node, file.stages().size() > 1);
    var state = start(node, steps);
    FileSources files = (name, at) -> files(node, name, at);
    var dispatcher = new Dispatcher(state, steps, request, vertices, files);
    for (var instruction : node.instructions()) {
      var expanded = state.scope().expand(instruction);
      dispatcher.dispatch(expanded, node.isTrigger(instruction));
      lints.note(instruction.location(), state.scope());
    }
    dispatched.put(node, state);
    if (node.stage().name().filter(this::isFresh).isPresent()) {
      fresh.addAll(vertices.subList(before, vertices.size()));
    }
  }

  private boolean isFresh(String stage) {
    return request.noCacheStages().stream().anyMatch(stage::equalsIgnoreCase);
  }

  private StageState start(StageNode node, StepNames steps) {
    if (node.base().isPresent()) {
      return dispatchedState(node.base().get()).child();
    }
    if (node.isFromScratch()) {
      return StageState.ofScratch(globals, file.directives().escape(), request.platform());
    }
    if (node.context().orElse(null) instanceof NamedContexts.Target.Files(var context)) {
      var state = StageState.ofScratch(globals, file.directives().escape(), request.platform());
      var name = steps.next("FROM context " + context, false);
      state.advance(ContextCopy.add(vertices, name, context, "/", node.location()));
      return state;
    }
    var image = baseImage(node).orElseThrow();
    var name = steps.next("FROM " + image.name(), false);
    var vertex = new Vertex(name, node.location(), new Op.Source(image), null, List.of());
    vertices.add(vertex);
    return StageState.of(globals, file.directives().escape(), image, vertex);
  }

  /// The image that a stage starts from, unless it starts from something else.
  private Optional<BaseImage> baseImage(StageNode node) {
    if (node.base().isPresent() || node.isFromScratch()) {
      return Optional.empty();
    }
    return switch (node.context().orElse(null)) {
      case NamedContexts.Target.Files files -> Optional.empty();
      case NamedContexts.Target.Image(var reference) ->
          Optional.of(image(reference, node.location()));
      case null -> Optional.of(image(node.image(), node.location()));
    };
  }

  private FilesOf files(StageNode node, String from, Location at) {
    var source = node.source(from);
    if (source.isPresent()) {
      var state = dispatched.get(source.get());
      if (state == null) {
        throw at.error(
            "cannot copy from stage \"%s\", it needs to be defined before current stage \"%s\""
                .formatted(from, node.displayName()));
      }
      return FilesOf.vertex(state.vertex().orElse(null));
    }
    if (from.equals(StageGraph.SCRATCH)) {
      return FilesOf.NOTHING;
    }
    return switch (request.contexts().find(from).orElse(null)) {
      case NamedContexts.Target.Files(var name) -> new FilesOf(name, null);
      case NamedContexts.Target.Image(var reference) -> imageFiles(reference, at);
      case null -> imageFiles(from, at);
    };
  }

  private FilesOf imageFiles(String name, Location at) {
    var image = image(name, at);
    var vertex = new Vertex("FROM " + image.name(), at, new Op.Source(image), null, List.of());
    vertices.add(vertex);
    return FilesOf.vertex(vertex);
  }

  private StageState dispatchedState(StageNode node) {
    var state = dispatched.get(node);
    if (state == null) {
      throw node.location().error("stage \"%s\" is not complete".formatted(node.displayName()));
    }
    return state;
  }

  private void checkPlatform(StageNode node) {
    var text = globals.platform(node.stage().from());
    if (text.isEmpty()) {
      return;
    }
    Platform wanted;
    try {
      wanted = Platform.parse(text.get());
    } catch (AgentException e) {
      throw node.location().error("failed to parse platform: " + e.getMessage());
    }
    if (!wanted.runsOn(request.platform())) {
      throw node.location()
          .error(
              FailureReason.NotSupported,
              "FROM --platform=%s: this machine builds for %s only"
                  .formatted(text.get(), request.platform()),
              null);
    }
  }

  private BaseImage image(String name, Location location) {
    var known = found.get(name);
    if (known != null) {
      return known;
    }
    var image =
        lookUp(name, location)
            .orElseThrow(() ->
                location.error(
                    FailureReason.ImageNotFound,
                    "image \"%s\" is not in the store".formatted(name),
                    null));
    found.put(name, image);
    return image;
  }

  private Optional<BaseImage> lookUp(String name, Location location) {
    try {
      return images.find(name);
    } catch (AgentException e) {
      throw location.error(e.reason(), e.getMessage(), e);
    }
  }
}
