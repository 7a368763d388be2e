package dev.lamina.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The verbs of the command line. To read the options of all of them takes a third of the time of a
/// short one, so that only the one that is asked for is put together.
final class Verbs {
  private static final Map<String, Class<?>> ALL = all();

  private Verbs() {}

  /// By name, in the order of help.
  static Map<String, Class<?>> all() {
    var all = new LinkedHashMap<String, Class<?>>();
    all.put("serve", ServeCommand.class);
    all.put("pull", PullCommand.class);
    all.put("push", PushCommand.class);
    all.put("search", SearchCommand.class);
    all.put("mirror-config", MirrorConfigCommand.class);
    all.put("import", ImportCommand.class);
    all.put("export", ExportCommand.class);
    all.put("save", SaveCommand.class);
    all.put("load", LoadCommand.class);
    all.put("build", BuildCommand.class);
    all.put("run", RunCommand.class);
    all.put("images", ImagesCommand.class);
    all.put("inspect", InspectCommand.class);
    all.put("history", HistoryCommand.class);
    all.put("sbom", SbomCommand.class);
    all.put("tag", TagCommand.class);
    all.put("rmi", RemoveImageCommand.class);
    all.put("prune", PruneCommand.class);
    all.put("ps", PsCommand.class);
    all.put("logs", LogsCommand.class);
    all.put("exec", ExecCommand.class);
    all.put("attach", AttachCommand.class);
    all.put("start", StartCommand.class);
    all.put("stop", StopCommand.class);
    all.put("rm", RemoveContainerCommand.class);
    all.put("port", PortCommand.class);
    all.put("commit", CommitCommand.class);
    all.put("restart", RestartCommand.class);
    all.put("kill", KillCommand.class);
    all.put("rename", RenameCommand.class);
    all.put("wait", WaitCommand.class);
    all.put("top", TopCommand.class);
    all.put("cp", CopyCommand.class);
    all.put("diff", DiffCommand.class);
    all.put("mount", MountCommand.class);
    all.put("umount", UnmountCommand.class);
    all.put("df", DiskUsageCommand.class);
    all.put("gc", CollectGarbageCommand.class);
    all.put("fsck", FsckCommand.class);
    all.put("image", ImageCommand.class);
    all.put("builder", BuilderCommand.class);
    all.put("container", ContainerCommand.class);
    all.put("system", SystemCommand.class);
    return all;
  }

  /// Adds the verb of these arguments; all of them where there is none, for help or for what is
  /// meant.
  static void addTo(CommandLine commandLine, String... arguments) {
    var verb = verbOf(commandLine.getCommandSpec(), arguments).filter(ALL::containsKey);
    verb.ifPresentOrElse(
        name -> commandLine.addSubcommand(name, ALL.get(name)),
        () -> ALL.forEach(commandLine::addSubcommand));
  }

  /// The first word that neither is an option nor belongs to one.
  private static Optional<String> verbOf(CommandSpec command, String... arguments) {
    for (var i = 0; i < arguments.length; i++) {
      if (!arguments[i].startsWith("-")) {
        return Optional.of(arguments[i]);
      }
      var option = command.findOption(arguments[i]);
      if (option != null && option.usageHelp()) {
        return Optional.empty();
      }
      if (option != null && option.arity().max() > 0) {
        i++;
      }
    }
    return Optional.empty();
  }
}
