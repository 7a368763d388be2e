package dev.lamina.agent.task.build;

import dev.lamina.agent.build.BuildException;
import dev.lamina.agent.build.BuildFailure;
import dev.lamina.agent.build.BuildResult;
import dev.lamina.agent.build.Builder;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.ImageNeed;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.agent.transfer.push.PushImage;
import dev.lamina.agent.transfer.push.PushProgress;
import dev.lamina.agent.transfer.push.PushRequest;
import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.KeptStep;
import dev.lamina.crds.imagebuild.SourceRevision;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.ProbeOrder;
import dev.lamina.crds.payload.SealedNames;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The builder of this node, by the orders of the cluster.
///
/// @param sources where those may fetch from: they are of people who have no account on this node
public record LocalBuilds(
    Builder builder, PushImage pushing, AddressPolicy sources, InstantSource clock)
    implements BuildWork {
  @Override
  public BuiltResult build(BuildOrder order, SealedInputs inputs, BuildListener listener) {
    if (order.probe() != null) {
      return probed(order, order.probe(), inputs);
    }
    var events = new BuildEvents(listener);
    try {
      var built = builder.build(BuildRequests.of(order, inputs, sources), events);
      return result(built, outputs(order, inputs, built, listener));
    } catch (BuildException e) {
      var failure = e.failure();
      throw new BuildFailedException(e.reason(), failure.message(), place(failure, events), e);
    }
  }

  private BuiltResult probed(BuildOrder order, ProbeOrder probe, SealedInputs inputs) {
    var tenant = new Tenant(order.tenant());
    var bases =
        probe.bases().stream()
            .map(base -> String.valueOf(base.ref()))
            .map(name -> new BaseImage(name, lookUp(tenant, name, inputs)))
            .toList();
    var git = probe.commit() == null ? null : order.git();
    var commit =
        git == null
            ? null
            : builder.lookUp(
                BuildRequests.gitSource(git), inputs.git(SealedNames.SOURCE, git), sources);
    var revision = commit == null ? null : new SourceRevision(commit, null);
    return new BuiltResult("", "", 0, null, revision, bases, List.of());
  }

  private String lookUp(Tenant tenant, String name, SealedInputs inputs) {
    var need = ImageNeed.ofBuild(tenant, name, PullPolicy.ALWAYS, inputs.pulling());
    return builder.lookUp(need).toString();
  }

  /// The names of the image, each in its registry where the order says so. A push that fails leaves
  /// the steps in the cache, so that the next try has little else to do.
  private List<BuiltImage> outputs(
      BuildOrder order, SealedInputs inputs, BuildResult built, BuildListener listener) {
    var outputs = new ArrayList<BuiltImage>();
    for (var tag : built.tags()) {
      if (order.output().push()) {
        listener.output("pushing " + tag + "\n");
        outputs.add(pushed(order, inputs, built, tag));
      } else {
        outputs.add(new BuiltImage(tag.toString(), built.manifest().toString(), null));
      }
    }
    return outputs;
  }

  private BuiltImage pushed(
      BuildOrder order, SealedInputs inputs, BuildResult built, Reference tag) {
    var request =
        PushRequest.of(
            new Tenant(order.tenant()), built.manifest().toString(), tag, inputs.pushing());
    var pushed = pushing.run(request, PushProgress.NONE);
    return new BuiltImage(
        tag.toString(),
        pushed.manifest().digest().toString(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private static BuiltResult result(BuildResult built, List<BuiltImage> outputs) {
    var revision = built.revision();
    return new BuiltResult(
        built.imageId().toString(),
        built.manifest().toString(),
        built.bytes(),
        null,
        revision == null ? null : new SourceRevision(revision.commit(), null),
        built.bases().stream()
            .map(base -> new BaseImage(base.name(), base.digest().toString()))
            .toList(),
        outputs);
  }

  private static BuildFailedException.Place place(BuildFailure failure, BuildEvents events) {
    return new BuildFailedException.Place(
        failure.step() == null ? null : events.planned(failure.step()),
        failure.line(),
        failure.instruction(),
        failure.exitCode(),
        failure.lastLines(),
        failure.kept() == null ? null : kept(failure.kept()));
  }

  private static KeptStep kept(BuildFailure.Kept kept) {
    var tag = String.valueOf(kept.image().tag());
    var name = kept.image().repository();
    var enter =
        "ContainerRun with source: {failedStep: {imageBuild: %s, buildNumber: %s}}"
            .formatted(name.substring(name.lastIndexOf('/') + 1), tag);
    return new KeptStep(kept.image().toString(), kept.until(), enter);
  }
}
