package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.InlineFile;
import dev.lamina.crds.imagebuild.InlineSource;
import dev.lamina.operator.imagebuild.BuildInputs.AwaitedException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A ConfigMap as build context: the agent may not read it, so its text goes with the order.
final class ConfigMapSource {
  private static final String MODE = "0644";

  private ConfigMapSource() {}

  /// The text of Dockerfile and files; null for a build of another source.
  static @Nullable InlineSource of(ImageBuild build, BuildReferences references) {
    var reference = build.getSpec().source().configMapRef();
    if (reference == null) {
      return null;
    }
    var name = reference.name();
    var map =
        references
            .configMap(build.getMetadata().getNamespace(), name)
            .orElseThrow(() ->
                new AwaitedException(
                    "ConfigMapNotFound",
                    "ConfigMap %s does not exist in this namespace".formatted(name)));
    if (map.getBinaryData() != null && !map.getBinaryData().isEmpty()) {
      throw new IllegalArgumentException(
          "ConfigMap %s: binaryData cannot be a file of a build context, use source.http or .git"
              .formatted(name));
    }
    var files = new TreeMap<>(Objects.requireNonNullElse(map.getData(), Map.<String, String>of()));
    var dockerfile = files.get(build.getSpec().dockerfile());
    if (dockerfile == null || dockerfile.isEmpty()) {
      throw new IllegalArgumentException(
          "ConfigMap %s has no key %s, which spec.dockerfile names"
              .formatted(name, build.getSpec().dockerfile()));
    }
    return new InlineSource(
        dockerfile,
        files.entrySet().stream()
            .map(file -> new InlineFile(file.getKey(), file.getValue(), MODE))
            .toList());
  }
}
