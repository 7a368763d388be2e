package dev.lamina.standalone;

import static dev.lamina.standalone.LaminaFixture.awaitThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// ContainerRuns that are deleted at a random moment of their life, a few in every run and a
/// hundred with `-Dlamina.soak=true`: they go, and so does all that there was of them.
class RunDeletionE2E {
  private static final int SOME = 6;
  private static final int MANY = 100;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static LaminaFixture lamina;

  @BeforeAll
  static void start() throws IOException {
    lamina = LaminaFixture.start();
  }

  @AfterAll
  static void stop() {
    lamina.close();
  }

  @Test
  void leavesNeitherObjectsNorContainers() throws Exception {
    var life = life();
    var mounts = lamina.mounts();
    var rounds = Boolean.getBoolean("lamina.soak") ? MANY : SOME;
    for (var round = 0; round < rounds; round++) {
      var moment = (long) (1.1 * life * (round + new Random(round).nextDouble()) / rounds);
      System.out.println("round and seed " + round + ", after " + moment + " ns of " + life);
      lamina.apply(run("r" + round)).succeeds();
      TimeUnit.NANOSECONDS.sleep(moment);

      lamina.kubectl("delete", "containerrun/r" + round, "--timeout=30s").succeeds();

      awaitThat("its NodeTask goes", LIMIT, () -> names("nodetasks").isEmpty());
      awaitThat("its container goes", LIMIT, () -> containers().isEmpty());
      awaitThat("its processes end", LIMIT, () -> lamina.runtimeProcesses().isEmpty());
      assertEquals(mounts, lamina.mounts());
    }
    assertEquals("", names("containerruns"));
  }

  /// How long one lasts that nobody deletes, from the apply to the image that is made of it.
  private static long life() {
    var start = System.nanoTime();
    lamina.apply(run("whole")).succeeds();
    lamina.ready("containerrun/whole");
    lamina.await("containerrun/whole", status -> !status.path("committed").isMissingNode());
    var life = System.nanoTime() - start;
    lamina.kubectl("delete", "containerrun/whole", "--timeout=30s").succeeds();
    return life;
  }

  private static String names(String kind) {
    return lamina.kubectl("get", kind, "-o", "name").succeeds().out();
  }

  private static List<String> containers() {
    return lamina.agent("ps", "-a", "-q").succeeds().out().lines().toList();
  }

  private static String run(String name) {
    return """
    apiVersion: lamina.dev/v1alpha1
    kind: ContainerRun
    metadata: {name: %s}
    spec:
      image: base
      command: [/bin/sh, -c, 'trap "exit 3" TERM; echo x > /written; sleep 1']
      ports: [{containerPort: 80}]
      mounts: [{path: /scratch, emptyDir: {sizeLimit: 1Mi}}]
      commit: {image: 'made-%s', when: OnExit}
    """
        .formatted(name, name);
  }
}
