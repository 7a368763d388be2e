package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The launcher as it is installed, its two ways replaced by programs that say which was taken.
class LauncherTest {
  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(Path.of("bin/lamina-agent"), home.resolve("bin/lamina-agent"));
    Files.createFile(home.resolve("lib/lamina-runtime-agent-0.jar"));
    program("bin/through-socket", "shift; echo socket $1; shift 2; echo \"$@\"");
    program(
        "bin/java", "echo java; while [ \"$1\" != -jar ]; do shift; done; shift 2; echo \"$@\"");
  }

  private void program(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String launch(String... arguments) throws IOException, InterruptedException {
    var words = new String[arguments.length + 1];
    words[0] = home.resolve("bin/lamina-agent").toString();
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("JAVA_HOME", home.toString());
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.strip();
  }

  @ParameterizedTest
  @CsvSource({
    "images, socket",
    "image ls, socket",
    "run --rm base true, socket",
    "run -d base, socket",
    "build -t web ., socket",
    "rm -f web, socket",
    "run -it base sh, java",
    "run -i base cat, java",
    "container run --rm -di base, java",
    "exec --tty web sh, java",
    "pull --username me --password-stdin web, java",
    "import -, java",
    "serve, java",
    "attach web, java",
    "--help, java",
    "images --help, java",
  })
  void letsADaemonRunWhatNeedsNoProcess(String line, String way) throws Exception {
    var run = home.resolve("run");
    Files.createDirectory(run);
    try (var daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      daemon.bind(UnixDomainSocketAddress.of(run.resolve("agent.sock")));

      var launched = launch(("--run-dir " + run + " " + line).split(" "));

      var globals = way.equals("socket") ? " 2" : "";
      assertEquals(way + globals + "\n--run-dir " + run + " " + line, launched);
    }
  }

  @Test
  void doesTheWorkWhereNobodyServes() throws Exception {
    assertEquals(
        "java\n--run-dir " + home + " images", launch("--run-dir", home.toString(), "images"));
  }

  @Test
  void doesNotDoAgainWhatADaemonMayHaveDone() throws Exception {
    var socket = home.resolve("agent.sock");
    try (var daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      daemon.bind(UnixDomainSocketAddress.of(socket));
      var client =
          new ProcessBuilder("bin/through-socket", socket.toString(), "0", "/bin/echo", "again")
              .redirectErrorStream(true)
              .start();
      try (var caller = daemon.accept()) {
        caller.read(ByteBuffer.allocate(1 << 16));
      }

      var printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals(1, client.waitFor());
      assertEquals(
          "error: RuntimeUnavailable: the agent went away before the verb had ended\n", printed);
    }
  }
}
