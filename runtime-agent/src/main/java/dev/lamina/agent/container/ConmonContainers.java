package dev.lamina.agent.container;

import dev.lamina.agent.container.ContainerPhase.Created;
import dev.lamina.agent.container.ContainerPhase.Exited;
import dev.lamina.agent.container.ContainerPhase.Running;
import dev.lamina.agent.container.bundle.CommandLine;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.ResourceLimits;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.ContainerStore;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Containers below conmon, run by an OCI runtime. Closing waits for exits that are being dealt
/// with; running containers go on.
public final class ConmonContainers implements Containers {
  private static final int NAME_TRIES = 10;
  private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62})");

  private final ContainerHost host;
  private final ContainerRecords records;
  private final ContainerImages images;
  private final Snapshotter snapshots;
  private final WritableLayers layers;
  private final ContainerSignals signals;
  private final ContainerLifecycle lifecycle;

  public ConmonContainers(
      ContainerHost host,
      ContainerStore containers,
      ImageStore images,
      ContentStore content,
      Snapshotter snapshots) {
    this.host = host;
    this.records = new ContainerRecords(containers);
    this.images = new ContainerImages(images, content);
    this.snapshots = snapshots;
    this.layers = new WritableLayers(host, snapshots);
    this.signals = new ContainerSignals(host);
    this.lifecycle = new ContainerLifecycle(host, records, snapshots, this.images);
  }

  @Override
  public void check(ContainerSpec spec) {
    requirePossible(spec);
  }

  @Override
  public Container create(Tenant tenant, ContainerSpec spec, @Nullable Digest manifest) {
    requirePossible(spec);
    var image = images.require(tenant, spec.image(), manifest);
    var record =
        new ContainerRecord(
            ContainerNames.newId(),
            name(tenant, spec),
            tenant,
            image,
            images.mounted(tenant, spec.mounts()),
            spec,
            CommandLine.of(image.execution(), spec.entrypoint(), spec.command()),
            host.clock().instant(),
            0,
            null,
            new Created());
    return create(record, NAME_TRIES).view();
  }

  @Override
  public Container start(Tenant tenant, String container, StartContent content) {
    return lifecycle.start(records.require(tenant, container).id(), content).view();
  }

  @Override
  public ContainerAttachment startAttached(Tenant tenant, String container) {
    return lifecycle.startAttached(records.require(tenant, container).id());
  }

  @Override
  public ContainerAttachment attach(Tenant tenant, String container) {
    var record = records.require(tenant, container);
    requireRunning(record);
    return lifecycle.attach(record.id());
  }

  @Override
  public ContainerProcess exec(Tenant tenant, String container, ExecSpec spec) {
    var record = records.require(tenant, container);
    requireRunning(record);
    if (spec.command().isEmpty()) {
      throw invalid("no command to run in container " + record.name());
    }
    return ContainerExec.start(host, record, spec);
  }

  @Override
  public Container stop(Tenant tenant, String container, Duration grace) {
    var record = records.require(tenant, container);
    var exit = lifecycle.exits().next(record.id());
    if (current(record).phase() instanceof Running running) {
      signals.terminate(record, running, exit, grace);
    }
    lifecycle.settle(record.id());
    return current(record).view();
  }

  @Override
  public void kill(Tenant tenant, String container, String signal) {
    var record = records.require(tenant, container);
    if (!(record.phase() instanceof Running running)) {
      throw invalid("container " + record.name() + " is not running");
    }
    signals.send(record, running, signal);
  }

  @Override
  public Container rename(Tenant tenant, String container, String name) {
    var id = records.require(tenant, container).id();
    var renamed =
        lifecycle.holding(
            id,
            record -> {
              var next = record.named(ContainerNames.requireValid(name));
              records.put(next);
              return next;
            });
    return renamed.view();
  }

  @Override
  public List<ProcessRow> processes(Tenant tenant, String container) {
    var record = records.require(tenant, container);
    requireRunning(record);
    return ProcessRow.of(host.groups(), host.cgroup(record.id()), record.name());
  }

  @Override
  public <T> T withRoot(Tenant tenant, String container, Function<Path, T> work) {
    return lifecycle.holding(
        records.require(tenant, container).id(), record -> layers.inRoot(record, work));
  }

  @Override
  public void remove(Tenant tenant, String container, boolean force) {
    var record = records.require(tenant, container);
    if (record.phase() instanceof Running) {
      if (!force) {
        throw new AgentException(
            FailureReason.InUse,
            "container " + record.name() + " is running: stop it first, or use force");
      }
      stop(tenant, record.id(), Duration.ZERO);
    }
    lifecycle.remove(record.id());
  }

  @Override
  public Container get(Tenant tenant, String container) {
    return records.require(tenant, container).view();
  }

  @Override
  public List<Container> list(Tenant tenant) {
    return records.of(tenant).stream().map(ContainerRecord::view).toList();
  }

  @Override
  public <T> T readLayer(
      Tenant tenant, String container, boolean pause, Function<WritableLayer, T> reader) {
    return lifecycle.holding(
        records.require(tenant, container).id(),
        record ->
            pause
                ? layers.paused(record, () -> reader.apply(layers.of(record)))
                : reader.apply(layers.of(record)));
  }

  @Override
  public WrittenFiles changes(Tenant tenant, String container) {
    return layers.changes(records.require(tenant, container));
  }

  @Override
  public int await(Tenant tenant, String container) {
    var recent = lifecycle.exits().recent(container);
    if (recent.isPresent() && records.find(container).isEmpty()) {
      return recent.get();
    }
    var record = records.require(tenant, container);
    var exit = lifecycle.exits().next(record.id());
    return switch (current(record).phase()) {
      case Created created -> 0;
      case Exited exited -> exited.exitCode();
      case Running running -> ContainerExits.join(exit, record.name());
    };
  }

  @Override
  public void logs(
      Tenant tenant, String container, LogOptions options, OutputStream out, OutputStream err) {
    var record = records.require(tenant, container);
    var exit = lifecycle.exits().next(record.id());
    var runs = current(record).phase() instanceof Running;
    var log = new ContainerLog(host.layout().log(record.id()), options, out, err);
    try {
      log.copy(time -> !runs || ContainerExits.isWithin(time, exit));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "reading the log of container " + record.name() + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      throw ContainerExits.cancelled(record.name(), e);
    }
  }

  @Override
  public void adopt() {
    new ContainerAdoption(host, records, snapshots, layers, lifecycle).run();
  }

  @Override
  public void addListener(ContainerListener listener) {
    lifecycle.addListener(listener);
  }

  @Override
  public void close() {
    lifecycle.close();
  }

  /// What can be refused at once is not left for the start.
  private void requirePossible(ContainerSpec spec) {
    var limits = spec.limits();
    ResourceLimits.of(limits.cpus(), limits.memory(), limits.pids());
    spec.security().capabilities();
    spec.mounts().forEach(ContainerMount::requirePossible);
    if (spec.hostname() != null && !HOSTNAME.matcher(spec.hostname()).matches()) {
      throw invalid("hostname '" + spec.hostname() + "': want up to 63 of a-z A-Z 0-9 . -");
    }
    if (spec.network() != NetworkMode.BRIDGE && !spec.ports().isEmpty()) {
      throw invalid("network " + spec.network() + " has no ports to publish");
    }
    host.networks().requireFree(spec.ports());
  }

  private String name(Tenant tenant, ContainerSpec spec) {
    return spec.name() == null
        ? ContainerNames.madeUp(name -> records.isTaken(tenant, name))
        : ContainerNames.requireValid(spec.name());
  }

  /// A made-up name was free when it was made up, and may have been given away since.
  private ContainerRecord create(ContainerRecord record, int tries) {
    try {
      return lifecycle.create(record);
    } catch (AgentException e) {
      var isMadeUp = record.spec().name() == null && e.reason() == FailureReason.AlreadyExists;
      if (!isMadeUp || tries == 1) {
        throw e;
      }
      return create(record.named(name(record.tenant(), record.spec())), tries - 1);
    }
  }

  /// As it is now, or was last if it is gone.
  private ContainerRecord current(ContainerRecord record) {
    return records.find(record.id()).orElse(record);
  }

  private static void requireRunning(ContainerRecord record) {
    if (!(record.phase() instanceof Running)) {
      throw invalid("container " + record.name() + " is not running");
    }
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
