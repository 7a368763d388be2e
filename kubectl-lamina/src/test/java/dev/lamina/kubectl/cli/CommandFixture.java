package dev.lamina.kubectl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.kubectl.cluster.FakeCluster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/// The command line on a cluster in memory, on the second of January 2026.
final class CommandFixture {
  static final String WEB = "sha256:" + "1".repeat(64);
  static final String WEB_ID = "sha256:abcd" + "2".repeat(60);
  static final String BASE = "sha256:" + "3".repeat(64);
  static final String BASE_ID = "sha256:abef" + "4".repeat(60);

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC);

  private final FakeCluster cluster;
  private String input = "";

  CommandFixture(FakeCluster cluster) {
    this.cluster = cluster;
  }

  /// What a command line ended with.
  record Result(int code, String out, String err) {
    Result prints(String... lines) {
      assertEquals(String.join("\n", lines) + "\n", out, err);
      assertEquals(0, code, err);
      return this;
    }

    void fails(int status, String line) {
      assertEquals(line + "\n", err, out);
      assertEquals(status, code);
    }
  }

  CommandFixture reading(String text) {
    input = text;
    return this;
  }

  Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            CLOCK);
    var code =
        LaminaCommand.run(arguments, scope -> cluster, console, Map.of("HERE", "a value of here"));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
