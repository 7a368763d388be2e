package dev.lamina.agent.container;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Containers, from creation to removal, as one does it with `docker run, ps, logs, start, stop,
/// rm`.
///
/// Life: `create` records the container and prepares its writable layer, `start` mounts it, sets up
/// its network and starts the process below conmon (which outlives this process), `stop` signals
/// it, `remove` takes everything away. Each step is idempotent and can be repeated after a crash;
/// [#adopt()] brings the records in line with what runs.
///
/// A container is named by its id, a unique prefix of it, or its name within the tenant. One that
/// is to be removed on exit is, whoever waits for it.
public interface Containers extends AutoCloseable {
  /// Refuses what cannot work whatever the image is, before one is fetched for it.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists` (host port), `InvalidArgument`
  void check(ContainerSpec spec);

  /// Records a container and prepares its writable layer.
  ///
  /// @param manifest digest of the image that `spec.image()` is the name of; absent = the one it
  ///   means now
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound` (its own, or one that a mount
  ///   shows), `AlreadyExists` (name or host port), `InvalidArgument`
  Container create(Tenant tenant, ContainerSpec spec, @Nullable Digest manifest);

  /// The same with the image that `spec.image()` means now.
  default Container create(Tenant tenant, ContainerSpec spec) {
    return create(tenant, spec, null);
  }

  /// Starts a created or exited container; one that runs is left alone. A host port that was chosen
  /// for it stays the same at every start.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `StartError` naming the command; exit codes
  ///   126 and 127 as Docker tells them apart are in [StartException]. `AlreadyExists` when a host
  ///   port is taken by now
  default Container start(Tenant tenant, String container) {
    return start(tenant, container, StartContent.NONE);
  }

  /// The same of a container that is given something at its start.
  ///
  /// @throws dev.lamina.agent.failure.AgentException as above; `InvalidArgument` also when files of
  ///   its mounts are not among the content
  Container start(Tenant tenant, String container, StartContent content);

  /// Starts a container with its standard streams attached, so that no output is missed.
  ///
  /// @throws dev.lamina.agent.failure.AgentException as [#start]; `InvalidArgument` when it runs
  ContainerAttachment startAttached(Tenant tenant, String container);

  /// Attaches to a running container.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` when it does not run
  ContainerAttachment attach(Tenant tenant, String container);

  /// Starts one more process in a running container. It ends with the container at the latest.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` when the container does not
  ///   run, or for a user or working directory that cannot be
  ContainerProcess exec(Tenant tenant, String container, ExecSpec spec);

  /// Sends the stop signal, and SIGKILL after the grace period; returns when the process is gone
  /// and its network and mounts with it.
  Container stop(Tenant tenant, String container, Duration grace);

  /// Sends a signal to the first process of a running container.
  ///
  /// @param signal such as `KILL`, `SIGHUP` or `15`
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` when it does not run, or for
  ///   what is no signal
  void kill(Tenant tenant, String container, String signal);

  /// Gives a container another name.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `AlreadyExists`, `InvalidArgument`
  Container rename(Tenant tenant, String container, String name);

  /// The processes of a running container.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` when it does not run
  List<ProcessRow> processes(Tenant tenant, String container);

  /// Does something with the root file system of a container, running or not. It is hostile: links
  /// in it lead where its processes like, and change meanwhile.
  <T> T withRoot(Tenant tenant, String container, Function<Path, T> work);

  /// Takes a container away with all it has.
  ///
  /// @param force also a running one, which is killed
  /// @throws dev.lamina.agent.failure.AgentException `InUse` when it runs and `force` is off
  void remove(Tenant tenant, String container, boolean force);

  /// The container as it is now.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound`
  Container get(Tenant tenant, String container);

  /// Newest first.
  List<Container> list(Tenant tenant);

  /// Reads what a container wrote. It is not started or removed meanwhile.
  ///
  /// @param pause whether its processes stand still meanwhile, if it runs; else files may change
  ///   while they are read
  <T> T readLayer(
      Tenant tenant, String container, boolean pause, Function<WritableLayer, T> reader);

  /// What a container wrote, file by file.
  WrittenFiles changes(Tenant tenant, String container);

  /// Blocks until the container is not running.
  ///
  /// @return its exit code, 0 if it never ran; also of a container that was removed when it ended,
  ///   if it is named by its whole id
  int await(Tenant tenant, String container);

  /// Writes the log; with `follow` until the container ends or the thread is interrupted.
  void logs(
      Tenant tenant, String container, LogOptions options, OutputStream out, OutputStream err);

  /// After a start of the agent: finds what still runs, records what ended, cleans up what is half
  /// done. To be called once, before anything else.
  void adopt();

  /// Wants to be told of every change from now on.
  void addListener(ContainerListener listener);

  /// Waits for exits that are being dealt with; running containers go on.
  @Override
  void close();
}
