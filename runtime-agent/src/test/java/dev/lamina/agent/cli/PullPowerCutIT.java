package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.cli.LayeredImage.Size;
import dev.lamina.agent.linux.FragileDisk;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.registry.LocalRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The power goes in the middle of a pull, or after it reported success: then the image is whole or
/// absent, and in the second case it is there. What the cut can show is told at [FragileDisk].
class PullPowerCutIT {
  private static final int FEW_ROUNDS = 2;
  private static final int MANY_ROUNDS = 20;
  private static final int DISK_MEBIBYTES = 160;
  private static final long LONGEST_CALM_MILLIS = 8000;
  private static final Size TWELVE_LAYERS = new Size(12, 60, 1 << 19, true);

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private LaminaAgent agent;
  private PullWatch watch;
  private LayeredImage image;
  private String reference = "";
  private FragileDisk disk;
  private long nanos;

  @BeforeEach
  void makeDisk() throws Exception {
    disk =
        FragileDisk.make(
            Files.createDirectory(workspace.path().resolve("fragile")), DISK_MEBIBYTES);
    agent =
        new LaminaAgent(disk.root().resolve("state"), workspace.path().resolve("run")).asProcess();
    watch = new PullWatch(agent);
    image = new LayeredImage(2, TWELVE_LAYERS);
  }

  @Test
  void anImageIsWholeOrAbsentAfterAPowerCut() throws Exception {
    try (var registry = LocalRegistry.start(directory("registry"))) {
      reference = image.push(registry.host(), "app:1");
      nanos = undisturbed();
      for (var seed = 1; seed <= Seeds.rounds(FEW_ROUNDS, MANY_ROUNDS); seed++) {
        System.out.println("round and seed " + seed);
        var random = new Random(seed);
        var isReported = seed % 2 == 0 ? cutAfterSuccess(random) : cutWhilePulling(random);
        disk.restorePower();
        requireWholeOrAbsent(isReported);
        agent.succeed("pull", reference);
        requireWholeAndRemove();
      }
    }
    disk.close();
  }

  /// How long a pull takes from its first byte on when it is left alone.
  private long undisturbed() throws Exception {
    var pull = agent.start("pull", reference);
    watch.awaitBegin(pull);
    var start = System.nanoTime();
    assertEquals(0, pull.waitFor());
    var took = System.nanoTime() - start;
    requireWholeAndRemove();
    return took;
  }

  private boolean cutAfterSuccess(Random random) throws Exception {
    agent.succeed("pull", reference);
    if (Boolean.getBoolean("lamina.soak") && random.nextBoolean()) {
      TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_CALM_MILLIS));
    }
    disk.cutPower();
    return true;
  }

  /// @return whether the pull ended well before that
  private boolean cutWhilePulling(Random random) throws Exception {
    var pull = agent.start("pull", reference);
    watch.awaitBegin(pull);
    var hasEnded = pull.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS);
    disk.cutPower();
    pull.toHandle().destroyForcibly();
    pull.waitFor();
    return hasEnded && pull.exitValue() == 0;
  }

  private void requireWholeOrAbsent(boolean isReported) throws Exception {
    var checked = agent.run("fsck");
    assertEquals(0, checked.status(), checked.out() + checked.err());
    try (var check = new StoreCheck(agent, workspace.path())) {
      var found = check.find(reference);
      assertTrue(found.isPresent() || !isReported, "what was reported is there");
      if (found.isPresent()) {
        check.requireWhole(reference, image.tree());
      } else {
        check.requireClean();
      }
    }
  }

  private void requireWholeAndRemove() throws Exception {
    try (var check = new StoreCheck(agent, workspace.path())) {
      check.requireWhole(reference, image.tree());
      check.removeImages();
    }
  }

  private Path directory(String name) throws Exception {
    return Files.createDirectory(workspace.path().resolve(name));
  }
}
