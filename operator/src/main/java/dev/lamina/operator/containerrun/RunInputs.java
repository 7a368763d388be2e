package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.CommitWhen;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.containerrun.EmptyDirMount;
import dev.lamina.crds.containerrun.ImagePullPolicy;
import dev.lamina.crds.containerrun.Mount;
import dev.lamina.crds.containerrun.RunCommit;
import dev.lamina.crds.containerrun.RunResources;
import dev.lamina.crds.containerrun.RunSecurity;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.payload.CommitOrder;
import dev.lamina.crds.payload.KeepOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.MountOrder;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.Quantities;
import dev.lamina.crds.payload.RunOrder;
import dev.lamina.crds.payload.TmpfsOrder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a spec means: an order for an agent, or the reason why there is none.
sealed interface RunInputs {
  /// An order.
  ///
  /// @param node the only one that has what runs; absent for any
  record Ordered(RunOrder order, String hash, @Nullable String node) implements RunInputs {}

  /// What runs is not there yet.
  record Awaited(String message) implements RunInputs {}

  record Refused(FailureReason reason, String message) implements RunInputs {}

  static RunInputs of(ContainerRun run) {
    return of(run, null);
  }

  /// What a spec means, with the place of a failed step that it names.
  ///
  /// @param place absent where it names none
  static RunInputs of(ContainerRun run, @Nullable FailedStepPlace place) {
    if (place instanceof FailedStepPlace.Pending(var why)) {
      return new Awaited(why);
    }
    if (place instanceof FailedStepPlace.Nowhere(var why)) {
      return new Refused(FailureReason.NotFound, "spec.source.failedStep: " + why);
    }
    var unsupported = UnsupportedFields.of(run.getSpec());
    if (!unsupported.isEmpty()) {
      return new Refused(
          FailureReason.NotSupported, "not supported yet: " + String.join(", ", unsupported));
    }
    try {
      var order = order(run, run.getSpec());
      var node = place instanceof FailedStepPlace.On(var only) ? only : null;
      return new Ordered(order, Payload.hash(Payload.of(order), List.of()), node);
    } catch (IllegalArgumentException e) {
      return new Refused(FailureReason.InvalidArgument, "spec: " + e.getMessage());
    }
  }

  private static RunOrder order(ContainerRun run, ContainerRunSpec spec) {
    var resources = Objects.requireNonNullElseGet(spec.resources(), RunResources::defaults);
    return new RunOrder(
        run.getMetadata().getNamespace(),
        run.getMetadata().getName(),
        image(spec),
        null,
        spec.source() == null ? spec.imagePullPolicy() : ImagePullPolicy.Never,
        spec.pullSecretRefs().stream().map(ObjectName::name).toList(),
        spec.command(),
        spec.args(),
        spec.env(),
        spec.workingDir(),
        spec.user(),
        Objects.requireNonNullElse(spec.hostname(), run.getMetadata().getName()),
        spec.stdin() || isShell(spec),
        spec.stdinOnce(),
        spec.tty() || isShell(spec),
        spec.network(),
        spec.ports(),
        spec.mounts().stream().flatMap(RunInputs::tmpfs).toList(),
        spec.mounts().stream()
            .filter(mount -> mount.tmpfs() == null)
            .map(RunInputs::mount)
            .toList(),
        spec.readOnlyRootFilesystem(),
        Objects.requireNonNullElseGet(spec.security(), RunSecurity::defaults),
        new Limits(
            Quantities.millis(resources.cpu()),
            Quantities.bytes(resources.memory()),
            resources.pids()),
        Quantities.bytes(resources.writableLayer()),
        spec.restartPolicy(),
        spec.backoffLimit(),
        spec.activeDeadlineSeconds(),
        spec.stopTimeoutSeconds(),
        commit(spec.commit()));
  }

  private static String image(ContainerRunSpec spec) {
    var step = spec.source() == null ? null : spec.source().failedStep();
    return step == null
        ? Objects.requireNonNullElse(spec.image(), "")
        : KeepOrder.image(step.imageBuild(), step.buildNumber());
  }

  /// Whoever says nothing else gets a shell, which would end at once without a terminal.
  private static boolean isShell(ContainerRunSpec spec) {
    return spec.source() != null && spec.command().isEmpty() && spec.args().isEmpty();
  }

  private static @Nullable CommitOrder commit(@Nullable RunCommit commit) {
    if (commit == null || commit.when() == CommitWhen.Never) {
      return null;
    }
    var secret = commit.push() ? commit.pushSecretRef() : null;
    return new CommitOrder(
        commit.image(),
        commit.when(),
        commit.author(),
        commit.message(),
        commit.changes(),
        commit.pause(),
        commit.push(),
        secret == null ? null : secret.name());
  }

  private static MountOrder mount(Mount mount) {
    return new MountOrder(
        mount.path(),
        mount.readOnly() || mount.image() != null,
        mount.image() == null ? null : mount.image().reference(),
        mount.configMap() == null ? null : mount.configMap().name(),
        mount.secret() == null ? null : mount.secret().name(),
        sizeLimit(mount.emptyDir()));
  }

  private static @Nullable Long sizeLimit(@Nullable EmptyDirMount emptyDir) {
    return emptyDir == null || emptyDir.sizeLimit() == null
        ? null
        : Quantities.bytes(emptyDir.sizeLimit());
  }

  private static Stream<TmpfsOrder> tmpfs(Mount mount) {
    var tmpfs = mount.tmpfs();
    return tmpfs == null
        ? Stream.empty()
        : Stream.of(new TmpfsOrder(mount.path(), Quantities.bytes(tmpfs.size()), mount.readOnly()));
  }
}
