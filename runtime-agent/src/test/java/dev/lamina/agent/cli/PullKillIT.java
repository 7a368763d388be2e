package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.cli.LayeredImage.Size;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.PullCall;
import dev.lamina.agent.http.RegistryCall;
import dev.lamina.agent.http.SocketClient;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.registry.FaultyRegistry;
import dev.lamina.agent.registry.HttpExchange;
import dev.lamina.agent.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pulls whose process is killed at a random moment: the next one finds a store in which everything
/// is whole or absent, and leaves what a pull leaves that nobody disturbed.
class PullKillIT {
  private static final int FEW_ROUNDS = 4;
  private static final int MANY_ROUNDS = 200;
  private static final long MOST_LEFT_OVER = 1 << 20;
  private static final Size TWELVE_LAYERS = new Size(12, 60, 1 << 19, true);

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private Path directory;
  private LaminaAgent agent;
  private PullWatch watch;

  @BeforeEach
  void useStore() {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    watch = new PullWatch(agent);
  }

  @Test
  void aKilledPullLeavesNothingThatHarms() throws Exception {
    var image = new LayeredImage(1, TWELVE_LAYERS);
    try (var registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")))) {
      var reference = image.push(registry.host(), "app:1");
      var undisturbed = undisturbed(image, reference);
      for (var round = 1; round <= Seeds.rounds(FEW_ROUNDS, MANY_ROUNDS); round++) {
        System.out.println("round and seed " + round + " of " + undisturbed);
        new Round(image, reference, undisturbed, new Random(round)).run();
      }
    }
    assertEquals(0, agent.run("fsck").status());
  }

  /// What a pull takes when it is left alone.
  ///
  /// @param nanos from the first byte that it stores to its end
  private record Undisturbed(long nanos, long bytes, int libraries) {}

  private Undisturbed undisturbed(LayeredImage image, String reference) throws Exception {
    try (var check = new StoreCheck(agent, directory)) {
      check.requireClean();
    }
    var pull = agent.start("pull", reference);
    watch.awaitBegin(pull);
    var start = System.nanoTime();
    assertEquals(0, pull.waitFor());
    var nanos = System.nanoTime() - start;
    var bytes = requireWhole(image, reference);
    return new Undisturbed(nanos, bytes, libraries());
  }

  /// Checks the image, and empties the store for the next one.
  ///
  /// @return what the state directory took with the image in it
  private long requireWhole(LayeredImage image, String reference) throws Exception {
    try (var check = new StoreCheck(agent, directory)) {
      check.requireWhole(reference, image.tree());
    }
    var bytes = StoreCheck.bytes(agent.state());
    try (var check = new StoreCheck(agent, directory)) {
      check.removeImages();
    }
    return bytes;
  }

  /// One kill, and the same pull again.
  private final class Round {
    private final LayeredImage image;
    private final String reference;
    private final Undisturbed undisturbed;
    private final boolean isDaemon;
    private final long delay;

    Round(LayeredImage image, String reference, Undisturbed undisturbed, Random random) {
      this.image = image;
      this.reference = reference;
      this.undisturbed = undisturbed;
      isDaemon = random.nextBoolean();
      delay = random.nextLong(undisturbed.nanos() * 11 / 10);
    }

    void run() throws Exception {
      if (isDaemon) {
        killDaemon();
        pullByDaemon();
      } else {
        kill(agent.start("pull", reference));
        agent.succeed("pull", reference);
      }
      var growth = requireWhole(image, reference) - undisturbed.bytes();
      assertTrue(growth < MOST_LEFT_OVER, () -> growth + " bytes more than undisturbed");
      assertTrue(libraries() <= undisturbed.libraries() + 1, "libraries pile up");
    }

    private void kill(Process victim) throws InterruptedException {
      watch.awaitBegin(victim);
      victim.waitFor(delay, TimeUnit.NANOSECONDS);
      victim.toHandle().destroyForcibly();
      victim.waitFor();
    }

    private void killDaemon() throws Exception {
      var daemon = serve();
      var pull = Thread.ofVirtual().start(this::pullThatMayFail);
      kill(daemon);
      pull.join();
    }

    private void pullThatMayFail() {
      try {
        pullBySocket();
      } catch (AgentException killed) {
        assertTrue(killed.getMessage().contains("talking to the agent"), killed::getMessage);
      }
    }

    private void pullByDaemon() throws Exception {
      var daemon = serve();
      try {
        pullBySocket();
      } finally {
        daemon.destroy();
        daemon.waitFor();
      }
    }

    private void pullBySocket() {
      var call = PullCall.of(reference, null, RegistryCall.NONE, null);
      new SocketClient(socket()).call("POST", "/v1/images/pull", call, event -> {});
    }

    private Process serve() throws Exception {
      var daemon = agent.start("serve");
      PullWatch.await(() -> SocketClient.isServed(socket()));
      return daemon;
    }
  }

  /// What was there of a blob when its pull was killed is not fetched again.
  @Test
  void whatAKilledPullFetchedIsNotFetchedAgain() throws Exception {
    var image = new LayeredImage(1, new Size(1, 10, 1 << 20, true));
    try (var registry = new FaultyRegistry()) {
      registry.manifest("1", MediaTypes.OCI_MANIFEST, image.manifest(registry::blob));
      var reference = registry.host() + "/app:1";
      var half = 600_000;
      registry.fail(1, "GET .*/blobs/.*", exchange -> registry.serve(exchange)); // the config
      registry.fail(1, "GET .*/blobs/.*", exchange -> stall(registry, exchange, half));
      var victim = agent.start("pull", reference);
      PullWatch.await(() -> watch.ingested() >= 500_000);
      victim.toHandle().destroyForcibly();
      victim.waitFor();
      var fetched = watch.ingested();

      agent.succeed("pull", reference);

      var resumed = registry.requests().getLast().header("Range").orElse("");
      assertEquals("bytes=" + fetched + "-", resumed);
      requireWhole(image, reference);
    }
  }

  private static void stall(FaultyRegistry registry, HttpExchange exchange, int sent)
      throws IOException {
    var blob = registry.blob(exchange);
    exchange.stall(200, Map.of(), blob, sent);
  }

  /// Native libraries that processes unpacked and left behind.
  private int libraries() {
    var names = agent.run().resolve("native").toFile().list();
    return names == null ? 0 : names.length;
  }

  private Path socket() {
    return agent.run().resolve("agent.sock");
  }
}
