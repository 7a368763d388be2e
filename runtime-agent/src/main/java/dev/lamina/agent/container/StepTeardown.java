package dev.lamina.agent.container;

import dev.lamina.agent.failure.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what exists of a step, also of one that an earlier process has left behind.
record StepTeardown(ContainerHost host, String id) {
  private static final Logger LOG = LoggerFactory.getLogger(StepTeardown.class);

  /// Ends its processes.
  void stop() throws IOException {
    host.groups().kill(host.cgroup(id));
  }

  /// Takes away everything but what was made in the root file system.
  void release() {
    try {
      stop();
      if (Files.exists(host.layout().runtimeState().resolve(id))) {
        host.runtime().delete(id);
      }
      host.networks().disconnect(id);
      host.groups().remove(host.cgroup(id));
      ContainerTeardown.removeTree(host.layout().home(id));
      ContainerTeardown.removeTree(host.layout().step(id));
    } catch (IOException | AgentException e) {
      LOG.warn("cleaning up step {}: {}", id, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
