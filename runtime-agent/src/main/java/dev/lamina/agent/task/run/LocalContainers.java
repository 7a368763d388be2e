package dev.lamina.agent.task.run;

import dev.lamina.agent.build.commit.CommitRequest;
import dev.lamina.agent.build.commit.ContainerCommit;
import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.LogOptions;
import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.transfer.TagImage;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.ImageSupply;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.agent.transfer.push.PushImage;
import dev.lamina.agent.transfer.push.PushProgress;
import dev.lamina.agent.transfer.push.PushRequest;
import dev.lamina.crds.containerrun.CommittedImage;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The containers of this node.
public record LocalContainers(
    Containers containers, ImageSupply images, ContainerCommit commits, PushImage pushing)
    implements RunContainers {
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
    spec.mounts().forEach(mount -> obtain(mount, tenant, image, onPull));
    return containers.create(tenant, spec, obtained.digest());
  }

  private void obtain(ContainerMount mount, Tenant tenant, RunImage how, Runnable onPull) {
    if (mount instanceof ContainerMount.ImageRoot root) {
      var need = ImageNeed.ofRun(tenant, root.image(), how.policy(), how.access());
      images.obtain(need, new Announcement(onPull));
    }
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
  public Container start(Tenant tenant, String name, StartContent content) {
    return containers.start(tenant, name, content);
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
  public WrittenFiles written(Tenant tenant, String name) {
    return containers.changes(tenant, name);
  }

  @Override
  public CommittedImage commit(
      Tenant tenant, String name, RunCommitment commitment, Instant created) {
    var order = commitment.order();
    var request =
        new CommitRequest(
            TagImage.parseTarget(order.image()),
            order.author(),
            order.message(),
            order.changes(),
            order.pause(),
            created);
    var made = commits.commit(tenant, name, request);
    if (order.push()) {
      var image = made.name().toString();
      pushing.run(PushRequest.of(tenant, image, null, commitment.access()), PushProgress.NONE);
    }
    return new CommittedImage(
        made.name().toString(),
        made.manifest().toString(),
        made.layer() == null ? null : made.layer().toString(),
        made.bytes());
  }

  @Override
  public String logTail(Tenant tenant, String name, int limit) {
    var output = new TailOutput(limit);
    containers.logs(tenant, name, new LogOptions(false, TAIL_LINES, false), output, output);
    return output.tail();
  }
}
