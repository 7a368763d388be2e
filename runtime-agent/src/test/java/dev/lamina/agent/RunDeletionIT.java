package dev.lamina.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.cli.LaminaAgent;
import dev.lamina.agent.cli.StoreCheck;
import dev.lamina.agent.container.HostTraces;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.FaultyRegistry;
import dev.lamina.agent.registry.HttpExchange;
import dev.lamina.agent.task.FakeNodeApi;
import dev.lamina.agent.task.NodeAgent;
import dev.lamina.agent.task.NodeFacts;
import dev.lamina.agent.task.Orders;
import dev.lamina.agent.transfer.TestLayout;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs that are taken back at a random moment of their life, from the pull of their image to the
/// image that is made of them: within 30 s nothing of them is left on the node.
@Timeout(3600)
class RunDeletionIT {
  private static final int SOME = 12;
  private static final int MANY = 200;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration FIRST_BYTE = Duration.ofMillis(100);
  private static final Tenant TENANT = new Tenant(Orders.NAMESPACE);

  /// What it does when it is told to stop takes a while too.
  private static final String PROGRAM =
      """
      trap 'sleep 0.3; exit 3' TERM
      head -c 3000000 /dev/urandom > /written
      for i in 1 2 3 4 5; do sleep 0.1; done
      [ $FOREVER = no ] || while true; do sleep 0.1; done
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private final FaultyRegistry registry = new FaultyRegistry();
  private final FakeNodeApi api = new FakeNodeApi();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private Path state;
  private Path run;
  private Agent agent;
  private NodeAgent node;
  private boolean isOpen;

  @BeforeEach
  void start() {
    state = workspace.path().resolve("state");
    run = workspace.path().resolve("run");
    registry.failAlways("GET .*/blobs/", this::serveLate);
    agent = Agent.open(AgentConfig.of(state, run, null), true);
    agent.containers().addListener(container -> ids.add(container.id()));
    var facts = new AgentState("t", null, null, null, null, "overlayfs", "crun", "6", "linux");
    node =
        AgentDaemon.nodeAgent(
            agent,
            new NodeFacts(FakeNodeApi.NODE, "127.0.0.1", facts, 1, Duration.ofMinutes(10)),
            api);
    isOpen = true;
    api.createNode("uid-1");
    node.start();
  }

  @AfterEach
  void stop() {
    if (isOpen) {
      var containers = agent.containers();
      node.close();
      containers.list(TENANT).forEach(left -> containers.remove(TENANT, left.id(), true));
      close();
    }
    registry.close();
  }

  private void close() {
    isOpen = false;
    agent.close();
  }

  private void serveLate(HttpExchange exchange) throws IOException {
    LockSupport.parkNanos(FIRST_BYTE.toNanos());
    registry.serve(exchange);
  }

  @Test
  void leaveNothingOnTheNode() throws Exception {
    var lives = List.of(life("warm-up", false), life("to-its-end", false), life("stopped", true));
    var before = traces();
    var rounds = Seeds.rounds(SOME, MANY);
    for (var round = 0; round < rounds; round++) {
      var random = new Random(round);
      var isForever = round % 2 == 1;
      var life = lives.get(isForever ? 2 : 1);
      // Evenly over the life, so that few rounds see all of it.
      var part = (round + 2 * random.nextDouble()) / rounds;
      var moment = (long) (1.1 * life * part);
      System.out.println("round and seed " + round + ", after " + moment + " ns of " + life);
      new Round("r-" + round, isForever).delete(moment, random);
      awaitTraces(before);
    }
    requireCleanStore();
  }

  /// How long one lasts that nobody takes back.
  private long life(String id, boolean isForever) throws Exception {
    var start = System.nanoTime();
    var whole = new Round(id, isForever);
    whole.begin();
    await(id + " ends: " + api.result(id), () -> isIn(id, "Succeeded"));
    var life = System.nanoTime() - start;
    whole.cancel();
    return life;
  }

  private boolean isIn(String id, String state) {
    return api.result(id).path("state").asText().equals(state);
  }

  /// One run; where it goes on for ever it is told to stop once it runs.
  private final class Round {
    private final String id;
    private final boolean isForever;

    Round(String id, boolean isForever) {
      this.id = id;
      this.isForever = isForever;
    }

    void begin() throws IOException {
      api.order(id, TaskType.Run, order(), null);
      api.assign(Orders.assignment(Operation.Run, id));
      if (isForever) {
        Thread.ofVirtual().start(this::stopOnceItRuns);
      }
    }

    private ObjectNode order() throws IOException {
      var order = Payload.of(Orders.run()).put("image", publish(registry, id));
      order.remove(List.of("user", "workingDir"));
      order.putArray("command").add("/bin/sh").add("-c").add(PROGRAM);
      order.putArray("args");
      order.putArray("env").addObject().put("name", "FOREVER").put("value", isForever ? "" : "no");
      order.putArray("mounts").addObject().put("path", "/scratch");
      var commit = order.putObject("commit").put("image", "made-" + id);
      commit.put("when", "OnExit").put("pause", true).put("push", false);
      return order;
    }

    private void stopOnceItRuns() {
      var end = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < end && api.isOrdered(id)) {
        if (api.succeeded(id).equals("Unknown Running")) {
          assignUnlessDeleted();
          return;
        }
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }

    private void assignUnlessDeleted() {
      synchronized (api) {
        if (api.isAssigned(Orders.assignment(Operation.Run, id))) {
          api.assign(Orders.stopped(id));
        }
      }
    }

    void delete(long moment, Random random) throws Exception {
      begin();
      LockSupport.parkNanos(moment);
      if (random.nextInt(3) > 0) {
        cancel();
      } else {
        forget();
      }
    }

    /// As the operator does.
    void cancel() {
      synchronized (api) {
        api.assign(Orders.cancelled(Operation.Run, id));
      }
      await(id + " is cancelled", () -> isIn(id, "Cancelled"));
      forget();
    }

    /// As the collection of garbage does whose owner is gone.
    private void forget() {
      synchronized (api) {
        api.deleteTask(id);
        api.assign();
      }
    }
  }

  /// An image with a layer that no other one has.
  private static String publish(FaultyRegistry registry, String tag) throws IOException {
    var own = new byte[1 << 20];
    new Random(tag.hashCode()).nextBytes(own);
    var header = RawTar.header('0', "own", own.length);
    var layers = List.of(busybox(), new RawTar().entry(header, own).bytes());
    var blobs = new ArrayList<Descriptor>();
    for (var tar : layers) {
      blobs.add(registry.blob(MediaTypes.OCI_LAYER_GZIP, TestLayout.gzip(tar)));
    }
    var diffIds = layers.stream().map(tar -> new DiffId(Digest.sha256(tar))).toList();
    var config = OciJson.bytes(TestLayout.config(Platform.host(), diffIds));
    var manifest = Manifest.of(registry.blob(MediaTypes.OCI_CONFIG, config), blobs);
    registry.manifest(tag, MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
    return registry.host() + "/app:" + tag;
  }

  private static byte[] busybox() throws IOException {
    var program = Files.readAllBytes(Path.of("/bin/busybox"));
    var tar = new RawTar().directory("bin/");
    tar.entry(RawTar.header('0', "bin/busybox", program.length).mode(0755), program);
    for (var applet : List.of("sh", "sleep", "head")) {
      tar.symbolicLink("bin/" + applet, "busybox");
    }
    return tar.bytes();
  }

  private SortedMap<String, Object> traces() throws Exception {
    return new HostTraces(state, run).of(ids);
  }

  private void awaitTraces(SortedMap<String, Object> before) throws Exception {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!traces().equals(before) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    assertEquals(before, traces());
    assertEquals(List.of(), agent.containers().list(TENANT));
  }

  private static void await(String what, BooleanSupplier holds) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    assertTrue(holds.getAsBoolean(), what);
  }

  /// The images that were pulled and made stay, and they are whole. What a pull had checked when it
  /// was given up stays for the next one, until a collection.
  private void requireCleanStore() throws IOException {
    node.close();
    close();
    try (var check = new StoreCheck(new LaminaAgent(state, run), workspace.path())) {
      check.collect();
      check.requireClean();
    }
  }
}
