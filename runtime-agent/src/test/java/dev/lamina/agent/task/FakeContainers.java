package dev.lamina.agent.task;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.DiskOverrun;
import dev.lamina.agent.container.FileChange;
import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.container.StartException;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.task.run.RunCommitment;
import dev.lamina.agent.task.run.RunContainers;
import dev.lamina.agent.task.run.RunImage;
import dev.lamina.crds.containerrun.CommittedImage;
import dev.lamina.crds.failure.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Containers in memory; they outlive the agents of a test.
public final class FakeContainers implements RunContainers {
  /// What every image means.
  public static final Digest MANIFEST = Digest.parse("sha256:" + "e".repeat(64));

  private static final int FIRST_PID = 1000;
  private static final int HOST_PORT = 33333;

  private final Clock clock;
  private final Map<String, Container> containers = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<RunImage> images = new ArrayList<>();
  private final List<StartContent> contents = new ArrayList<>();
  private boolean pulls;
  private int pid = FIRST_PID;
  private @Nullable AgentException nextFailure;

  FakeContainers(Clock clock) {
    this.clock = clock;
  }

  /// A container in any state, for decisions about it.
  public static Blueprint container(String name) {
    return new Blueprint(
        new ContainerSpec(
            "web:1",
            name,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            NetworkMode.BRIDGE,
            List.of(),
            false,
            false,
            false,
            false,
            Security.DEFAULT,
            List.of(),
            false,
            ContainerSpec.Limits.NONE,
            Map.of()));
  }

  /// The states of a container.
  public record Blueprint(ContainerSpec spec) {
    public Container created() {
      return in(Container.State.CREATED, null, null, null, null, false, null);
    }

    public Container running(Instant startedAt, long pid) {
      return in(Container.State.RUNNING, startedAt, null, pid, null, false, null);
    }

    public Container exited(Instant startedAt, Instant finishedAt, int code, boolean oomKilled) {
      return in(Container.State.EXITED, startedAt, finishedAt, null, code, oomKilled, null);
    }

    private Container in(
        Container.State state,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long pid,
        @Nullable Integer exitCode,
        boolean oomKilled,
        @Nullable DiskOverrun overrun) {
      var ports =
          spec.ports().stream()
              .map(port -> new PortMapping(port.containerPort(), HOST_PORT, port.protocol()))
              .toList();
      return new Container(
          "c".repeat(64),
          String.valueOf(spec.name()),
          new Tenant(Orders.NAMESPACE),
          spec.image(),
          Digest.parse("sha256:" + "d".repeat(64)),
          MANIFEST,
          List.of(),
          state,
          exitCode,
          oomKilled,
          overrun,
          pid,
          pid == null ? null : "10.88.0.2",
          pid == null ? List.of() : ports,
          Instant.EPOCH,
          startedAt,
          finishedAt,
          startedAt == null ? 0 : 1,
          spec,
          spec.labels());
    }
  }

  // What a test does and looks at.

  /// The next create, start, stop or remove fails.
  synchronized void failNext(AgentException failure) {
    nextFailure = failure;
  }

  synchronized void exit(String name, int code) {
    exit(name, code, clock.instant());
  }

  synchronized void exit(String name, int code, Instant time) {
    var container = require(name);
    containers.put(
        name, new Blueprint(container.spec()).exited(time.minusSeconds(1), time, code, false));
    notifyAll();
  }

  /// It was ended for what it held on the disk.
  synchronized void overrun(String name, DiskOverrun overrun) {
    var now = clock.instant();
    containers.put(
        name,
        new Blueprint(require(name).spec())
            .in(Container.State.EXITED, now.minusSeconds(1), now, null, 137, false, overrun));
    notifyAll();
  }

  synchronized Optional<Container> get(String name) {
    return Optional.ofNullable(containers.get(name));
  }

  boolean isRunning(String name) {
    return get(name).filter(each -> each.state() == Container.State.RUNNING).isPresent();
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// From now on every create pulls, without end.
  synchronized void pullWithoutEnd() {
    pulls = true;
  }

  private void awaitPull() {
    try {
      while (pulls) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "pulling", e);
    }
  }

  /// What the creates were told of their images.
  synchronized List<RunImage> images() {
    return List.copyOf(images);
  }

  /// What the starts brought.
  synchronized List<StartContent> contents() {
    return List.copyOf(contents);
  }

  synchronized void put(ContainerSpec spec) {
    containers.put(String.valueOf(spec.name()), new Blueprint(spec).created());
  }

  // RunContainers

  @Override
  public synchronized Optional<Container> find(Tenant tenant, String name) {
    return get(name);
  }

  @Override
  public synchronized Container create(
      Tenant tenant, ContainerSpec spec, RunImage image, Runnable onPull) {
    call("create");
    images.add(image);
    if (pulls) {
      onPull.run();
      awaitPull();
    }
    var name = String.valueOf(spec.name());
    if (containers.containsKey(name)) {
      throw new AgentException(FailureReason.AlreadyExists, "container " + name);
    }
    var container = new Blueprint(spec).created();
    containers.put(name, container);
    return container;
  }

  @Override
  public synchronized Container start(Tenant tenant, String name, StartContent content) {
    call("start");
    contents.add(content);
    var spec = require(name).spec();
    if (spec.entrypoint() != null && spec.entrypoint().contains("nope")) {
      throw new StartException(127, "starting container " + name + ": nope: no such file", null);
    }
    var container = new Blueprint(spec).running(clock.instant(), pid++);
    containers.put(name, container);
    return container;
  }

  @Override
  public synchronized Container stop(Tenant tenant, String name, Duration grace) {
    call("stop " + grace.toSeconds());
    if (isRunning(name)) {
      exit(name, 143);
    }
    return require(name);
  }

  @Override
  public synchronized void remove(Tenant tenant, String name) {
    call("remove");
    containers.remove(name);
    notifyAll();
  }

  @Override
  public synchronized void awaitExit(Tenant tenant, String name) {
    try {
      while (isRunning(name)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "waiting for " + name, e);
    }
  }

  @Override
  public WrittenFiles written(Tenant tenant, String name) {
    return new WrittenFiles(List.of(new FileChange(FileChange.Kind.ADDED, "/new")), 2048);
  }

  @Override
  public synchronized CommittedImage commit(
      Tenant tenant, String name, RunCommitment commitment, Instant created) {
    call("commit " + commitment.order().image());
    return new CommittedImage(commitment.order().image(), "sha256:aa", "sha256:bb", 2048L);
  }

  @Override
  public String logTail(Tenant tenant, String name, int limit) {
    return "last words of " + name + "\n";
  }

  private void call(String what) {
    calls.add(what);
    var failure = nextFailure;
    nextFailure = null;
    if (failure != null) {
      throw failure;
    }
  }

  private Container require(String name) {
    return get(name)
        .orElseThrow(() -> new AgentException(FailureReason.NotFound, "container " + name));
  }
}
