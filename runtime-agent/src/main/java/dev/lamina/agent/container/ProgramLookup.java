package dev.lamina.agent.container;

import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Why a program could not be started, found out by looking: the messages of the runtimes differ by
/// name and version.
record ProgramLookup(String program, List<String> env, String workingDir) {
  static final int NOT_FOUND = 127;
  static final int NOT_EXECUTABLE = 126;

  private static final int ANY_EXECUTE = 0111;

  /// @param exitCode as `docker run` has it
  record Finding(int exitCode, String why) {}

  /// Looks for the program in a root file system; empty when it is there and executable.
  Optional<Finding> explain(Path rootfs) {
    try (var root = RootDirectory.open(rootfs)) {
      return program.contains("/") ? explainPath(root) : explainName(root);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<Finding> explainPath(RootDirectory root) throws LinuxException {
    var found = root.find(Path.of("/", workingDir).resolve(program).toString());
    if (found.isEmpty()) {
      return finding(NOT_FOUND, "no such file or directory");
    }
    if (found.get().isDirectory()) {
      return finding(NOT_EXECUTABLE, "is a directory");
    }
    return isExecutable(found.get())
        ? Optional.empty()
        : finding(NOT_EXECUTABLE, "permission denied");
  }

  private Optional<Finding> explainName(RootDirectory root) throws LinuxException {
    for (var directory : searchPath().split(":")) {
      var found = root.find(directory + "/" + program);
      if (found.isPresent() && isExecutable(found.get())) {
        return Optional.empty();
      }
    }
    return finding(NOT_FOUND, "executable file not found in $PATH");
  }

  /// The last one in the environment is in force.
  private String searchPath() {
    return env.stream()
        .filter(line -> line.startsWith("PATH="))
        .map(line -> line.substring("PATH=".length()))
        .reduce((first, second) -> second)
        .orElse(HostCommand.PATH);
  }

  private static boolean isExecutable(FileStat stat) {
    return stat.isRegular() && (stat.permissions() & ANY_EXECUTE) != 0;
  }

  private Optional<Finding> finding(int exitCode, String why) {
    return Optional.of(new Finding(exitCode, '"' + program + "\": " + why));
  }
}
