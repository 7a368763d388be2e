package dev.lamina.operator;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.meta.Lamina;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which updates of an ImageBuild wake its reconciler: a change of the spec, and the annotation
/// that asks for another build, which does not raise the generation.
final class RebuildFilter {
  private RebuildFilter() {}

  static boolean isNews(ImageBuild after, ImageBuild before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(rebuildAt(after), rebuildAt(before));
  }

  private static @Nullable String rebuildAt(ImageBuild build) {
    var annotations = build.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Lamina.REBUILD_AT);
  }
}
