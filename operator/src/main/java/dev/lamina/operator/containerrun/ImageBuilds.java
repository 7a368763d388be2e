package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagebuild.ImageBuild;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The ImageBuilds that ContainerRuns may wait for: a change of one wakes those that want its
/// image.
final class ImageBuilds {
  private final InformerEventSource<ImageBuild, ContainerRun> source;

  private ImageBuilds(InformerEventSource<ImageBuild, ContainerRun> source) {
    this.source = source;
  }

  static ImageBuilds watch(EventSourceContext<ContainerRun> context) {
    var runs = context.getPrimaryCache();
    var configuration =
        InformerEventSourceConfiguration.from(ImageBuild.class, ContainerRun.class)
            .withName("imagebuilds")
            .withSecondaryToPrimaryMapper(build -> waitingFor(build, runs))
            // Which builds concern a run depends on their specs: there is nothing to keep.
            .withPrimaryToSecondaryMapper((ContainerRun run) -> Set.of())
            .build();
    return new ImageBuilds(new InformerEventSource<>(configuration, context));
  }

  InformerEventSource<ImageBuild, ContainerRun> source() {
    return source;
  }

  List<ImageBuild> inNamespace(String namespace) {
    return source.list(namespace).toList();
  }

  private static Set<ResourceID> waitingFor(
      ImageBuild build, IndexerResourceCache<ContainerRun> runs) {
    return runs.list(build.getMetadata().getNamespace())
        .filter(run -> wants(run, build))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static boolean wants(ContainerRun run, ImageBuild build) {
    var source = run.getSpec().source();
    if (source != null && source.failedStep() != null) {
      return source.failedStep().imageBuild().equals(build.getMetadata().getName());
    }
    var image = run.getSpec().image();
    return image != null && ImageOrigin.isMadeBy(build, image);
  }
}
