package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.ArgDefinition;
import dev.lamina.agent.dockerfile.CommandLine;
import dev.lamina.agent.dockerfile.ExposedPorts;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.StopSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Applies the instructions of one stage, expanded, to its state: metadata to the draft, everything
/// else as a new vertex.
final class Dispatcher {
  private final StageState state;
  private final ImageDraft draft;
  private final StepNames steps;
  private final PlanRequest request;
  private final List<Vertex> vertices;
  private final FileSources files;

  /// Dispatches to the state of one stage.
  ///
  /// @param vertices gets the new ones
  /// @param files what names after `from` mean in this stage
  Dispatcher(
      StageState state,
      StepNames steps,
      PlanRequest request,
      List<Vertex> vertices,
      FileSources files) {
    this.state = state;
    this.draft = state.draft();
    this.steps = steps;
    this.request = request;
    this.vertices = vertices;
    this.files = files;
  }

  void dispatch(Instruction instruction, boolean isTrigger) {
    switch (instruction) {
      case Instruction.Run run -> run(run, isTrigger);
      case Instruction.Copy copy -> copy(CopyDispatch.of(copy), copyFiles(copy), isTrigger);
      case Instruction.Add add -> copy(CopyDispatch.of(add), FilesOf.MAIN_CONTEXT, isTrigger);
      case Instruction.Workdir workdir -> workdir(workdir, isTrigger);
      case Instruction.Env env -> env(env);
      case Instruction.Arg arg -> arg(arg);
      case Instruction.Label label -> label(label);
      case Instruction.Cmd cmd -> cmd(cmd.command());
      case Instruction.Entrypoint entrypoint -> entrypoint(entrypoint.command());
      case Instruction.Shell shell -> shell(shell);
      case Instruction.User user -> user(user);
      case Instruction.Expose expose -> expose(expose);
      case Instruction.Volume volume -> volume(volume);
      case Instruction.StopSignal signal -> stopSignal(signal);
      case Instruction.HealthCheck check -> healthCheck(check);
      case Instruction.Maintainer maintainer -> maintainer(maintainer);
      case Instruction.OnBuild onBuild -> draft.addTrigger(onBuild.trigger());
    }
  }

  private void run(Instruction.Run run, boolean isTrigger) {
    var mounts =
        new MountDispatch(run.location(), state.workingDir(), files, this::contextFilesystem);
    var op = RunDispatch.op(run, state, request, mounts.mounts(run, state));
    var name = steps.next(state.scope().shown(RunDispatch.shown(run)), isTrigger);
    add(run, name, op, mounts.sources());
    draft.addLayerHistory("RUN " + RunDispatch.history(op.args(), state) + " # buildkit");
  }

  private Vertex contextFilesystem(String context, String path, Location at) {
    var name = "[internal] files of the build context for a mount";
    return ContextCopy.add(vertices, name, context, path, at);
  }

  private FilesOf copyFiles(Instruction.Copy copy) {
    return copy.from() == null ? FilesOf.MAIN_CONTEXT : files.find(copy.from(), copy.location());
  }

  private void copy(CopyDispatch copy, FilesOf from, boolean isTrigger) {
    var name = steps.next(state.scope().shown(copy.shown()), isTrigger);
    var sources = new ArrayList<Vertex>();
    var origin = from.in(sources);
    add(copy.instruction(), name, copy.op(state.workingDir(), origin), sources);
    draft.addLayerHistory(copy.history() + " # buildkit");
  }

  private void workdir(Instruction.Workdir workdir, boolean isTrigger) {
    var path = WorkingDirectory.of(draft.workingDir(), workdir.path());
    draft.setWorkingDir(path);
    if (path.equals("/")) {
      draft.addMetadataHistory("WORKDIR /");
      return;
    }
    var name = steps.next("WORKDIR " + workdir.path(), isTrigger);
    add(workdir, name, new Op.MakeDirectory(path, draft.user()), List.of());
    draft.addLayerHistory("WORKDIR " + path);
  }

  private void add(Instruction instruction, String name, Op op, List<Vertex> sources) {
    var parent = state.vertex().orElse(null);
    var vertex = new Vertex(name, instruction.location(), op, parent, sources);
    vertices.add(vertex);
    state.advance(vertex);
  }

  private void env(Instruction.Env env) {
    for (var variable : env.variables()) {
      state.scope().set(variable.key(), variable.value());
      draft.setEnv(variable.key(), variable.value());
    }
    draft.addMetadataHistory("ENV " + joined(env.variables()));
  }

  private void arg(Instruction.Arg arg) {
    List<ArgDefinition> declared = state.scope().declare(arg);
    draft.addMetadataHistory("ARG " + joined(declared));
  }

  private void label(Instruction.Label label) {
    label.labels().forEach(pair -> draft.setLabel(pair.key(), pair.value()));
    draft.addMetadataHistory("LABEL " + joined(label.labels()));
  }

  private void cmd(CommandLine command) {
    var words = CommandText.arguments(command, draft.shell());
    state.markCmd();
    draft.setCmd(words);
    draft.addMetadataHistory("CMD " + GoFormat.quotedList(words));
  }

  private void entrypoint(CommandLine command) {
    var words = CommandText.arguments(command, draft.shell());
    draft.setEntrypoint(words, state.hasCmd());
    draft.addMetadataHistory("ENTRYPOINT " + GoFormat.quotedList(words));
  }

  private void shell(Instruction.Shell shell) {
    draft.setShell(shell.words());
    draft.addMetadataHistory("SHELL " + GoFormat.list(shell.words()));
  }

  private void user(Instruction.User user) {
    draft.setUser(user.user());
    draft.addMetadataHistory("USER " + user.user());
  }

  private void expose(Instruction.Expose expose) {
    List<String> ports;
    try {
      ports = ExposedPorts.parse(expose.ports());
    } catch (IllegalArgumentException e) {
      throw expose.location().error(String.valueOf(e.getMessage()));
    }
    draft.expose(ports);
    draft.addMetadataHistory("EXPOSE " + GoFormat.list(ports));
  }

  private void volume(Instruction.Volume volume) {
    if (volume.paths().contains("")) {
      throw volume.location().error("VOLUME specified can not be an empty string");
    }
    draft.addVolumes(volume.paths());
    draft.addMetadataHistory("VOLUME " + GoFormat.list(volume.paths()));
  }

  private void stopSignal(Instruction.StopSignal signal) {
    if (!StopSignals.isSignal(signal.signal())) {
      throw signal.location().error("invalid signal: " + signal.signal());
    }
    draft.setStopSignal(signal.signal());
    draft.addMetadataHistory("STOPSIGNAL " + signal.signal());
  }

  private void healthCheck(Instruction.HealthCheck check) {
    draft.setHealthCheck(check.spec());
    draft.addMetadataHistory("HEALTHCHECK " + GoFormat.healthCheck(check.spec()));
  }

  private void maintainer(Instruction.Maintainer maintainer) {
    draft.setAuthor(maintainer.name());
    draft.addMetadataHistory("MAINTAINER " + maintainer.name());
  }

  private static String joined(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
