package dev.lamina.agent.cli;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ContainerRequest;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.StopRequest;
import dev.lamina.crds.failure.FailureReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A container in the foreground. Ends with the container, or when its terminal is detached from
/// it; when this process is told to end first, the container is stopped.
final class Foreground {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
  private static final int GRACE_SECONDS = 10;

  private final ApiClient agent;
  private final Console console;
  private final DetachKeys keys;

  Foreground(ApiClient agent, Console console, DetachKeys keys) {
    this.agent = agent;
    this.console = console;
    this.keys = keys;
  }

  /// Returns the container's exit code, 0 when it was detached from.
  int run(ContainerRequest request) {
    attachment("", request).requireTerminal("run", console.caller());
    var pulls = new PullPrinter(request.image(), console.err());
    var answer = agent.call("POST", "/v1/containers", request, pulls::print);
    var container = Json.read(answer, Container.class);
    var isDetached = false;
    try (var _ = console.caller().whenGone(() -> stop(container))) {
      var code = attachment(path(container), request).run(agent, console);
      isDetached = code.isEmpty();
      return code.orElse(0);
    } finally {
      if (request.remove() && !isDetached) {
        remove(container);
      }
    }
  }

  private Attachment attachment(String path, ContainerRequest request) {
    return new Attachment(
        path + "/attach?start=true",
        path + "/resize",
        request.interactive(),
        request.tty(),
        request.tty() ? keys : null);
  }

  /// It went with its end, unless it never began.
  private void remove(Container container) {
    try {
      agent.call("DELETE", path(container) + "?force=true", null);
    } catch (AgentException e) {
      if (e.reason() != FailureReason.NotFound) {
        throw e;
      }
    }
  }

  private void stop(Container container) {
    try {
      agent.call("POST", path(container) + "/stop", new StopRequest(GRACE_SECONDS));
    } catch (AgentException e) {
      LOG.debug("{} was not stopped", container.id(), e);
    }
  }

  private static String path(Container container) {
    return "/v1/containers/" + container.id();
  }
}
