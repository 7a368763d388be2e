package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.Seeds;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Builds whose process is killed at a random moment: the next one clears away what was running,
/// ends well, and uses nothing that is half done.
class BuildKillIT {
  private static final int FEW_ROUNDS = 3;
  private static final int MANY_ROUNDS = 50;
  private static final String DOCKERFILE =
      """
      FROM base AS one
      ARG ROUND
      RUN echo $ROUND > /one && for i in 1 2 3 4 5 6 7 8; do head -c 300000 /dev/zero > /f$i; done
      RUN sleep 0.3 && mkdir -p /d/e && ln /f1 /d/e/g && rm /f2
      FROM base
      ARG ROUND
      RUN sleep 0.2 && echo $ROUND > /two
      COPY --from=one /d /d
      COPY page /page
      RUN --mount=type=cache,target=/cache echo $ROUND >> /cache/rounds && sleep 0.2
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private Path directory;
  private LaminaAgent agent;

  @BeforeEach
  void importBase() throws Exception {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    var rootfs = "../samples/00-base-image/make-rootfs.sh";
    var made = LaminaAgent.command("bash", rootfs, directory.resolve("base").toString());
    assertEquals(0, made.status(), made.err());
    agent.succeed(
        "import", "--rootfs", directory.resolve("base/rootfs.tar.gz").toString(), "--tag", "base");
    var context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
    Files.writeString(context.resolve("page"), "Hi\n");
  }

  @Test
  void aKilledBuildLeavesNothingThatHarms() throws Exception {
    var start = System.nanoTime();
    agent.asProcess().succeed(build("0"));
    var undisturbed = System.nanoTime() - start;
    for (var round = 1; round <= Seeds.rounds(FEW_ROUNDS, MANY_ROUNDS); round++) {
      System.out.println("round and seed " + round + " of " + undisturbed + " ns");
      kill(round, new Random(round).nextLong(undisturbed));

      var image = imageId(agent.succeed(build(Integer.toString(round))));

      assertEquals(List.of(), leftOvers());
      assertEquals(image, imageId(agent.succeed(build(Integer.toString(round)))));
      var afresh = build(Integer.toString(round));
      afresh[1] = "--no-cache";
      assertEquals(image, imageId(agent.succeed(afresh)), "nothing half done was used");
    }
    assertEquals(0, agent.run("fsck").status());
    try (var check = new StoreCheck(agent, directory)) {
      check.requireClean();
    }
  }

  private void kill(int round, long nanos) throws Exception {
    var victim = agent.start(build(Integer.toString(round)));
    victim.waitFor(nanos, TimeUnit.NANOSECONDS);
    victim.toHandle().destroyForcibly();
    victim.waitFor();
  }

  private String[] build(String round) {
    return new String[] {
      "build",
      "--pull=false",
      "--build-arg",
      "SOURCE_DATE_EPOCH=1700000000",
      "--build-arg",
      "ROUND=" + round,
      "-t",
      "killed",
      directory.resolve("context").toString()
    };
  }

  private static String imageId(String output) {
    assertTrue(output.startsWith("Successfully built "), output);
    return output.lines().findFirst().orElseThrow();
  }

  /// What runs or is mounted for a build that no longer is.
  private List<String> leftOvers() throws IOException {
    var left = new ArrayList<String>();
    for (var place : List.of("steps", "builds", "netns")) {
      var path = agent.run().resolve(place);
      if (Files.isDirectory(path)) {
        try (var files = Files.list(path)) {
          files.forEach(file -> left.add(file.toString()));
        }
      }
    }
    MountTable.below(directory).forEach(mount -> left.add(mount.place()));
    return left;
  }
}
