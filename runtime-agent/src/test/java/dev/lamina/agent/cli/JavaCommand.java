package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How a test starts the agent's main class: with an archive of its classes, made once for a build,
/// because a test does so often and most of a short verb is the start of its JVM.
final class JavaCommand {
  private static final Path ARCHIVE = Path.of("target/agent-under-test.jsa");
  private static final List<String> WORDS = words();

  private JavaCommand() {}

  static List<String> agent() {
    return WORDS;
  }

  private static List<String> words() {
    var classPath = System.getProperty("java.class.path");
    var isPackaged = classPath.contains("lamina-runtime-agent-");
    var words = new ArrayList<>(start(isPackaged ? jarsOf(classPath) : classPath));
    if (isPackaged) {
      var archive = archive(jarsOf(classPath)).toAbsolutePath();
      // It says on standard output which of its optimizations cannot be had.
      words.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
    }
    return List.copyOf(words);
  }

  private static List<String> start(String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "dev.lamina.agent.AgentMain");
  }

  /// An archive knows the classes of jars only.
  private static String jarsOf(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The first of the forks that run tests makes it; another that comes meanwhile makes its own,
  /// and the later one stays.
  private static Path archive(String classPath) {
    try {
      if (!isOfThisBuild(classPath)) {
        var own =
            ARCHIVE.resolveSibling(ARCHIVE.getFileName() + "." + ProcessHandle.current().pid());
        make(own, classPath);
        Files.move(own, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
      }
      return ARCHIVE;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("making " + ARCHIVE, e);
    }
  }

  private static boolean isOfThisBuild(String classPath) throws IOException {
    if (!Files.exists(ARCHIVE)) {
      return false;
    }
    var made = Files.getLastModifiedTime(ARCHIVE);
    for (var jar : classPath.split(File.pathSeparator)) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(made) > 0) {
        return false;
      }
    }
    return true;
  }

  private static void make(Path archive, String classPath)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(start(classPath));
    words.add(1, "-XX:ArchiveClassesAtExit=" + archive);
    var state = archive.resolveSibling("training-" + ProcessHandle.current().pid());
    words.addAll(List.of("--state-dir", state.toString(), "--run-dir", state + "-run", "images"));
    var training =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, training.waitFor(), "training of the archive");
  }
}
