package dev.lamina.standalone;

import dev.lamina.standalone.access.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// An embedded API with Lamina's definitions, and the real kubectl on it.
final class ApiFixture implements AutoCloseable {
  private final Path directory;
  private EmbeddedApi api;

  ApiFixture(Path directory) throws IOException {
    this.directory = directory;
    this.api = start();
    kubectl("create", "namespace", "default").succeeds();
    for (var kind : List.of("imagebuild", "containerrun", "imagenode", "nodetask", "imagepull")) {
      try (var file = ApiFixture.class.getResourceAsStream("/crds/" + kind + "s.lamina.dev.yaml")) {
        apply(new String(file.readAllBytes(), StandardCharsets.UTF_8)).succeeds();
      }
    }
  }

  private EmbeddedApi start() throws IOException {
    var started = EmbeddedApi.start(directory, List.of(0), "test");
    for (var account : Account.values()) {
      Files.writeString(kubeconfig(account), started.kubeconfig(account));
    }
    return started;
  }

  void restart() throws IOException {
    api.close();
    api = start();
  }

  private Path kubeconfig(Account account) {
    return directory.resolve(account.id() + ".kubeconfig");
  }

  /// What a command ended with.
  record Result(int code, String out, String err) {
    Result succeeds() {
      Assertions.assertEquals(0, code, () -> err + out);
      return this;
    }

    Result failsWith(String message) {
      Assertions.assertNotEquals(0, code, out);
      Assertions.assertTrue(err.contains(message), () -> "expected: " + message + "\nwas: " + err);
      return this;
    }

    Result shows(String... texts) {
      for (var text : texts) {
        Assertions.assertTrue(out.contains(text), () -> "expected: " + text + "\nwas: " + out);
      }
      return this;
    }
  }

  Result kubectl(String... arguments) {
    return kubectlAs(Account.ADMIN, "", arguments);
  }

  Result apply(String manifest, String... arguments) {
    var all = new ArrayList<>(List.of("apply", "-f", "-"));
    all.addAll(Arrays.asList(arguments));
    return kubectlAs(Account.ADMIN, manifest, all.toArray(String[]::new));
  }

  Result kubectlAs(Account account, String input, String... arguments) {
    return run(process(account, arguments), input, directory);
  }

  /// Runs a command to its end.
  static Result run(ProcessBuilder command, String input, Path scratch) {
    try {
      var out = Files.createTempFile(scratch, "out", "");
      var err = Files.createTempFile(scratch, "err", "");
      var process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Assertions.fail("does not end: " + command.command());
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A kubectl to be started, for those that run beside others.
  ProcessBuilder process(Account account, String... arguments) {
    var command = new ArrayList<>(List.of("kubectl"));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig(account).toString());
    builder.environment().put("HOME", directory.toString());
    return builder;
  }

  @Override
  public void close() {
    api.close();
  }
}
