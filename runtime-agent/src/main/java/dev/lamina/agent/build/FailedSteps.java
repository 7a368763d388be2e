package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.ImageConfig.RootFs;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.LeaseStore;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureClass;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the state before a failed step as an image with a shell, where and how the step would have
/// run. Secrets and mounts of the step are not in it, nor what the step itself wrote.
record FailedSteps(BuildStore store, InstantSource clock) {
  /// What failed, and on what.
  record Failed(Vertex vertex, LayerStack parent) {}

  /// A build begins: what earlier builds of the same name have left is over.
  void begin(Tenant tenant, BuildRequest.Keep keep) {
    var steps = store.metadata().failedSteps();
    var now = clock.instant();
    steps.all().stream()
        .filter(step -> step.tenant().equals(tenant))
        .filter(step -> step.name().name().equals(keep.image().name()))
        .filter(step -> step.until().isAfter(now))
        .forEach(step -> steps.put(new FailedStep(tenant, step.name(), step.task(), now)));
  }

  /// Keeps it, if the Dockerfile is to blame and there is anything to look into.
  Optional<BuildFailure.Kept> keep(
      BuildRequest request, Failed failed, BuildFailure failure, LeaseStore.Lease lease) {
    var keep = request.keep();
    if (keep == null
        || !keep.time().isPositive()
        || failed.parent().layers().isEmpty()
        || failure.failureClass() != FailureClass.UserError) {
      return Optional.empty();
    }
    var until = clock.instant().plus(keep.time()).truncatedTo(ChronoUnit.SECONDS);
    var step = new FailedStep(request.tenant(), keep.image(), keep.task(), until);
    store.metadata().failedSteps().put(step);
    new ImageAssembly(store, request.tenant(), List.of(keep.image()), lease, clock)
        .store(config(failed), failed.parent(), Map.of());
    return Optional.of(new BuildFailure.Kept(keep.image(), until));
  }

  private ImageConfig config(Failed failed) {
    var host = Platform.host();
    return new ImageConfig(
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        null,
        host.architecture(),
        host.os(),
        host.variant(),
        null,
        execution(failed.vertex()),
        RootFs.of(failed.parent().diffIds()),
        List.of());
  }

  private static ExecutionConfig execution(Vertex vertex) {
    var run = vertex.op() instanceof Op.Run command ? command : null;
    return new ExecutionConfig(
        run == null ? null : run.user(),
        null,
        run == null ? List.of() : run.env(),
        null,
        List.of("/bin/sh"),
        null,
        null,
        null,
        run == null ? null : run.workingDir(),
        null,
        null,
        null,
        null);
  }
}
