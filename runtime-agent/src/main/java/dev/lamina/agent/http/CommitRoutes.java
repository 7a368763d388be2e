package dev.lamina.agent.http;

import dev.lamina.agent.build.commit.CommitRequest;
import dev.lamina.agent.build.commit.CommitResult;
import dev.lamina.agent.build.commit.ContainerCommit;
import dev.lamina.agent.build.copy.ContainerFiles;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.transfer.TagImage;
import dev.lamina.crds.failure.FailureReason;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What is in a container: `diff`, `cp`, and `commit`, which makes an image of it.
public final class CommitRoutes {
  private final Containers containers;
  private final ContainerCommit commit;
  private final ContainerFiles files;
  private final Clock clock;

  public CommitRoutes(Containers containers, ContainerCommit commit, Clock clock) {
    this.containers = containers;
    this.commit = commit;
    this.files = new ContainerFiles(containers);
    this.clock = clock;
  }

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/containers/{name}/commit", this::commit)
        .route("POST", "/v1/containers/{name}/copy", this::copy)
        .route("GET", "/v1/containers/{name}/diff", this::diff);
  }

  private CommitResult commit(ApiRequest request, EventStream events) {
    var order = request.body(CommitOrder.class);
    var reference = order.reference();
    if (reference == null) {
      throw new AgentException(FailureReason.InvalidArgument, "field reference: want a name");
    }
    return commit.commit(
        request.tenant(),
        request.path("name"),
        new CommitRequest(
            TagImage.parseTarget(reference),
            order.author(),
            order.message(),
            order.changes(),
            order.pause() == null || order.pause(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  private @Nullable Object copy(ApiRequest request) {
    var order = request.body(CopyRequest.class);
    var name = request.path("name");
    if (order.out()) {
      files.copyOut(request.tenant(), name, order.source(), order.target());
    } else {
      files.copyIn(request.tenant(), name, order.source(), order.target());
    }
    return null;
  }

  private WrittenFiles diff(ApiRequest request) {
    return containers.changes(request.tenant(), request.path("name"));
  }
}
