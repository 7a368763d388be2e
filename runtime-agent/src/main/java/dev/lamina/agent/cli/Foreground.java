package dev.lamina.agent.cli;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ContainerRequest;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.ResizeRequest;
import dev.lamina.agent.http.StopRequest;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.Terminal;
import dev.lamina.agent.linux.WindowSize;
import dev.lamina.crds.failure.FailureReason;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A container in the foreground: its output here, with `-i` this input there, with `-t` this
/// terminal in raw mode and its size passed on. Ends with the container; when this process is told
/// to end first, the container is stopped.
final class Foreground {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
  private static final Duration SIZE_POLL = Duration.ofMillis(250);
  private static final int GRACE_SECONDS = 10;

  private final ApiClient agent;
  private final Console console;

  Foreground(ApiClient agent, Console console) {
    this.agent = agent;
    this.console = console;
  }

  /// Returns the container's exit code.
  int run(ContainerRequest request) {
    if (request.tty() && !Terminal.isTerminal(Terminal.STANDARD_INPUT) && request.interactive()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "run -it: standard input is not a terminal");
    }
    var pulls = new PullPrinter(request.image(), console.err());
    var answer = agent.call("POST", "/v1/containers", request, pulls::print);
    var container = Json.read(answer, Container.class);
    var stopper = Thread.ofPlatform().unstarted(() -> stop(container));
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      return request.tty() ? attachTerminal(container, request) : attach(container, request);
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopper);
      if (request.remove()) {
        remove(container);
      }
    }
  }

  private int attach(Container container, ContainerRequest request) {
    var input = request.interactive() ? System.in : InputStream.nullInputStream();
    return agent
        .send(
            "POST",
            path(container) + "/attach?start=true",
            input,
            event -> Output.print(event, console))
        .path("exitCode")
        .asInt(Console.RUN_FAILED);
  }

  private int attachTerminal(Container container, ContainerRequest request) {
    if (!Terminal.isTerminal(Terminal.STANDARD_INPUT)) {
      return attach(container, request);
    }
    var sizes = Thread.ofVirtual().unstarted(() -> followSize(container));
    try (var raw = Terminal.raw()) {
      LOG.debug("terminal in raw mode: {}", raw);
      sizes.start();
      return attach(container, request);
    } catch (LinuxException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable, "switching the terminal to raw mode: " + e, e);
    } finally {
      sizes.interrupt();
    }
  }

  /// Tells the container's terminal its size whenever it changes.
  private void followSize(Container container) {
    var told = Optional.<WindowSize>empty();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(SIZE_POLL);
        var size = Terminal.size(Terminal.STANDARD_INPUT);
        if (size.isPresent() && !size.equals(told) && resize(container, size.get())) {
          told = size;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean resize(Container container, WindowSize size) {
    try {
      agent.call(
          "POST", path(container) + "/resize", new ResizeRequest(size.rows(), size.columns()));
      return true;
    } catch (AgentException e) {
      LOG.debug("the terminal of {} was not resized", container.id(), e);
      return false;
    }
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
