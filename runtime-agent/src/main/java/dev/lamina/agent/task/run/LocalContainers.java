package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.LogOptions;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.Optional;

/// The containers of this node.
public record LocalContainers(Containers containers, ImageSupply images) implements RunContainers {
  /// More lines than fit a tail are of no use; longer ones are cut.
  private static final int TAIL_LINES = 50;

  @Override
  public Optional<Container> find(Tenant tenant, String name) {
    try {
      return Optional.of(containers.get(tenant, name));
    } catch (AgentException e) {
      if (e.reason() == FailureReason.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Container create(Tenant tenant, ContainerSpec spec, RunImage image, Runnable onPull) {
    containers.check(spec);
    var need = ImageNeed.ofRun(tenant, spec.image(), image.policy(), image.access());
    var obtained = images.obtain(need, new Announcement(onPull));
    return containers.create(tenant, spec, obtained.digest());
  }

  private record Announcement(Runnable onPull) implements PullProgress {
    @Override
    public void resolved(Digest target) {
      onPull.run();
    }

    @Override
    public void layer(LayerProgress progress) {}
  }

  @Override
  public Container start(Tenant tenant, String name) {
    return containers.start(tenant, name);
  }

  @Override
  public Container stop(Tenant tenant, String name, Duration grace) {
    return containers.stop(tenant, name, grace);
  }

  @Override
  public void remove(Tenant tenant, String name) {
    containers.remove(tenant, name, true);
  }

  @Override
  public void awaitExit(Tenant tenant, String name) {
    containers.await(tenant, name);
  }

  @Override
  public String logTail(Tenant tenant, String name, int limit) {
    var output = new TailOutput(limit);
    containers.logs(tenant, name, new LogOptions(false, TAIL_LINES, false), output, output);
    return output.tail();
  }
}
