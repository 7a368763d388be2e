package dev.lamina.agent.http;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerProcess;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.ExecSpec;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ContainerRoutes.Exit;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/exec`: one more process in a container. What it is to be is said first and gets an id; the
/// start is a call of its own, whose body is the input of the process.
public final class ExecRoutes {
  /// Said and not started; more than that and the oldest is forgotten.
  private static final int REMEMBERED = 1000;

  private final Containers containers;
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  public ExecRoutes(Containers containers) {
    this.containers = containers;
  }

  public void addTo(ApiRouter router) {
    router.route("POST", "/v1/containers/{name}/exec", this::create).stream(
            "POST", "/v1/exec/{id}/start", this::start)
        .route("POST", "/v1/exec/{id}/resize", this::resize);
  }

  /// Names a process that can be started.
  public record Created(String id) {}

  /// @param process once it was started
  private record Session(
      Tenant tenant, String container, ExecSpec spec, @Nullable ContainerProcess process) {
    Session started(ContainerProcess now) {
      return new Session(tenant, container, spec, now);
    }
  }

  private Created create(ApiRequest request) {
    var order = request.body(ExecRequest.class);
    var container = containers.get(request.tenant(), request.path("name"));
    if (container.state() != Container.State.RUNNING) {
      throw new AgentException(
          FailureReason.InvalidArgument, "container " + container.name() + " is not running");
    }
    var spec =
        new ExecSpec(
            order.command(),
            order.env(),
            order.user(),
            order.workdir(),
            order.interactive(),
            order.tty());
    var id = UUID.randomUUID().toString();
    remember(id, new Session(request.tenant(), container.id(), spec, null));
    return new Created(id);
  }

  private Exit start(ApiRequest request, EventStream events) {
    var id = request.path("id");
    var session = require(id);
    if (session.process() != null) {
      throw new AgentException(FailureReason.InvalidArgument, "process " + id + " was started");
    }
    try (var process = containers.exec(session.tenant(), session.container(), session.spec())) {
      remember(id, session.started(process));
      if (session.spec().interactive()) {
        Thread.ofVirtual().start(() -> InputCopy.run(request.input(), process));
      }
      process.copyOutput(new OutputEvents("stdout", events), new OutputEvents("stderr", events));
      return new Exit(process.await());
    } catch (IOException e) {
      throw new AgentException(FailureReason.RuntimeUnavailable, "running a process: " + e, e);
    } finally {
      forget(id);
    }
  }

  private @Nullable Object resize(ApiRequest request) {
    var size = request.body(ResizeRequest.class);
    var process = require(request.path("id")).process();
    if (process == null) {
      throw new AgentException(FailureReason.InvalidArgument, "the process was not started yet");
    }
    try {
      process.resize(size.rows(), size.columns());
      return null;
    } catch (IOException e) {
      throw new AgentException(FailureReason.RuntimeUnavailable, "resizing the terminal: " + e, e);
    }
  }

  private synchronized void remember(String id, Session session) {
    sessions.put(id, session);
    if (sessions.size() > REMEMBERED) {
      sessions.remove(sessions.keySet().iterator().next());
    }
  }

  private synchronized void forget(String id) {
    sessions.remove(id);
  }

  private synchronized Session require(String id) {
    var session = sessions.get(id);
    if (session == null) {
      throw new AgentException(FailureReason.NotFound, "no process '" + id + "'");
    }
    return session;
  }
}
