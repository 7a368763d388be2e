package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Watches from outside how far a pull is.
record PullWatch(LaminaAgent agent) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Waits until the process keeps the first byte of a blob, or has ended.
  void awaitBegin(Process pull) throws InterruptedException {
    await(() -> ingested() > 0 || !pull.isAlive());
  }

  /// Bytes of blobs that are not whole yet.
  long ingested() {
    if (!Files.isDirectory(ingests())) {
      return 0;
    }
    try (var files = Files.walk(ingests())) {
      return files
          .filter(file -> file.endsWith("data"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // one of them has just become a blob
    }
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it comes");
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private Path ingests() {
    return agent.state().resolve("content/ingest");
  }
}
