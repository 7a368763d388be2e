package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The launchers as `make build` leaves them: with the archives beside their jars that make a start
/// take half the time.
final class Launchers {
  private static final List<String> SCRIPTS =
      List.of("class-archive.sh", "kubectl-class-archive.sh");

  private Launchers() {}

  /// Makes what is not there yet; several forks may come at once.
  static void complete() {
    SCRIPTS.forEach(Launchers::run);
  }

  private static void run(String script) {
    try {
      var process =
          new ProcessBuilder("flock", "target/launchers.lock", "../hack/" + script)
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> script + ": " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + script, e);
    }
  }
}
