package dev.lamina.agent.http;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.LogOptions;
import dev.lamina.agent.container.ProcessRow;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v1/containers`: run, ps, logs, start, stop, restart, kill, rename, top, wait, rm, port.
public final class ContainerRoutes {
  private final Containers containers;
  private final ImageSupply images;

  public ContainerRoutes(Containers containers, ImageSupply images) {
    this.containers = containers;
    this.images = images;
  }

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/containers", this::create)
        .route("GET", "/v1/containers", this::list)
        .route("GET", "/v1/containers/{name}", this::get)
        .route("POST", "/v1/containers/{name}/start", this::start)
        .route("POST", "/v1/containers/{name}/stop", this::stop)
        .route("POST", "/v1/containers/{name}/restart", this::restart)
        .route("POST", "/v1/containers/{name}/kill", this::kill)
        .route("POST", "/v1/containers/{name}/rename", this::rename)
        .route("GET", "/v1/containers/{name}/top", this::top)
        .stream("POST", "/v1/containers/{name}/attach", this::attach)
        .route("POST", "/v1/containers/{name}/resize", this::resize)
        .stream("POST", "/v1/containers/{name}/wait", this::await)
        .stream("GET", "/v1/containers/{name}/logs", this::logs)
        .route("DELETE", "/v1/containers/{name}", this::remove);
  }

  /// How a container ended.
  public record Exit(int exitCode) {}

  private Object create(ApiRequest request, EventStream events) {
    var order = request.body(ContainerRequest.class);
    var spec = spec(order);
    containers.check(spec);
    var image =
        images.obtain(
            ImageNeed.ofRun(
                request.tenant(),
                spec.image(),
                pullPolicy(order.pull()),
                RegistryCall.loggedIn(order.authFile())),
            progress -> events.emit(PullEvent.of(progress)));
    var container = containers.create(request.tenant(), spec, image.digest());
    if (order.hold()) {
      return container;
    }
    var started = containers.start(request.tenant(), container.id());
    return order.attach() ? follow(request, started, events) : started;
  }

  private Exit follow(ApiRequest request, Container container, EventStream events) {
    writeLogs(request, container.id(), new LogOptions(true, -1, false), events);
    return new Exit(containers.await(request.tenant(), container.id()));
  }

  private List<Container> list(ApiRequest request) {
    var all = request.flag("all");
    return containers.list(request.tenant()).stream()
        .filter(container -> all || container.state() == Container.State.RUNNING)
        .toList();
  }

  private Container get(ApiRequest request) {
    return containers.get(request.tenant(), request.path("name"));
  }

  private Container start(ApiRequest request) {
    return containers.start(request.tenant(), request.path("name"));
  }

  private Container stop(ApiRequest request) {
    var grace = Duration.ofSeconds(request.body(StopRequest.class).graceSeconds());
    return containers.stop(request.tenant(), request.path("name"), grace);
  }

  private Container restart(ApiRequest request) {
    var stopped = stop(request);
    return containers.start(request.tenant(), stopped.id());
  }

  private @Nullable Object kill(ApiRequest request) {
    var signal = request.body(KillRequest.class).signal();
    containers.kill(request.tenant(), request.path("name"), signal == null ? "KILL" : signal);
    return null;
  }

  private Container rename(ApiRequest request) {
    var name = request.body(RenameRequest.class).name();
    return containers.rename(request.tenant(), request.path("name"), name);
  }

  private List<ProcessRow> top(ApiRequest request) {
    return containers.processes(request.tenant(), request.path("name"));
  }

  private Exit await(ApiRequest request, EventStream events) {
    return new Exit(containers.await(request.tenant(), request.path("name")));
  }

  /// The body of the call is the container's input. With `start` it is started, and no byte of its
  /// output is missed.
  private Exit attach(ApiRequest request, EventStream events) {
    var name = request.path("name");
    try (var attachment =
        request.flag("start")
            ? containers.startAttached(request.tenant(), name)
            : containers.attach(request.tenant(), name)) {
      var input = Thread.ofVirtual().unstarted(() -> InputCopy.run(request.input(), attachment));
      input.start();
      attachment.copyOutput(new OutputEvents("stdout", events), new OutputEvents("stderr", events));
      return new Exit(containers.await(request.tenant(), name));
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable, "attaching to container " + name + ": " + e, e);
    }
  }

  private @Nullable Object resize(ApiRequest request) {
    var size = request.body(ResizeRequest.class);
    try (var attachment = containers.attach(request.tenant(), request.path("name"))) {
      attachment.resize(size.rows(), size.columns());
      return null;
    } catch (IOException e) {
      throw new AgentException(FailureReason.RuntimeUnavailable, "resizing the terminal: " + e, e);
    }
  }

  private @Nullable Object logs(ApiRequest request, EventStream events) {
    var options =
        new LogOptions(
            request.flag("follow"), request.number("tail", -1), request.flag("timestamps"));
    writeLogs(request, request.path("name"), options, events);
    return null;
  }

  private @Nullable Object remove(ApiRequest request) {
    containers.remove(request.tenant(), request.path("name"), request.flag("force"));
    return null;
  }

  private void writeLogs(ApiRequest request, String name, LogOptions options, EventStream events) {
    containers.logs(
        request.tenant(),
        name,
        options,
        new OutputEvents("stdout", events),
        new OutputEvents("stderr", events));
  }

  private static PullPolicy pullPolicy(@Nullable String text) {
    return switch (text) {
      case null -> PullPolicy.MISSING;
      case "missing" -> PullPolicy.MISSING;
      case "always" -> PullPolicy.ALWAYS;
      case "never" -> PullPolicy.NEVER;
      default ->
          throw new AgentException(
              FailureReason.InvalidArgument,
              "pull policy '" + text + "': want missing, always or never");
    };
  }

  private static ContainerSpec spec(ContainerRequest order) {
    return new ContainerSpec(
        order.image(),
        order.name(),
        order.entrypoint(),
        order.command(),
        order.env(),
        order.workdir(),
        order.user(),
        order.hostname(),
        order.network() == null ? NetworkMode.BRIDGE : NetworkMode.parse(order.network()),
        order.ports().stream().map(PortOption::parse).toList(),
        order.interactive(),
        order.stdinOnce(),
        order.tty(),
        order.readOnly(),
        new Security(order.capAdd(), order.capDrop(), order.noNewPrivileges(), !order.unfiltered()),
        order.tmpfs().stream().<ContainerMount>map(TmpfsOption::parse).toList(),
        order.remove(),
        limits(order),
        Map.copyOf(order.labels()));
  }

  private static ContainerSpec.Limits limits(ContainerRequest order) {
    return new ContainerSpec.Limits(
        order.cpus(),
        order.memory() == null ? null : SizeOption.parse(order.memory()),
        order.pids());
  }
}
