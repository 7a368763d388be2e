package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BuildOutput;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.payload.BuildOrder.OutputOrder;
import org.jspecify.annotations.Nullable;

/// What a spec wants done with its image.
final class OutputOrders {
  private static final String COMMIT = "commit";

  private OutputOrders() {}

  /// @throws IllegalArgumentException naming the field that cannot be
  static OutputOrder of(ImageBuildSpec spec) {
    var output = spec.output();
    if (output.push()) {
      requireRegistries(output);
    }
    return new OutputOrder(
        output.images(),
        output.labels(),
        output.annotations(),
        output.compression(),
        epoch(spec),
        output.push(),
        output.pushSecretRef());
  }

  private static void requireRegistries(BuildOutput output) {
    for (var image : output.images()) {
      if (!ImageNames.carriesRegistry(image)) {
        throw new IllegalArgumentException(
            "spec.output.push: %s: names must carry a registry, such as registry.example.com/%s"
                .formatted(image, image));
      }
    }
  }

  private static @Nullable String epoch(ImageBuildSpec spec) {
    var stated = spec.output().sourceDateEpoch();
    if (stated == null) {
      return null;
    }
    var text = stated.getValue() == null ? "" : String.valueOf(stated.getValue());
    if (text.equals(COMMIT) && spec.source().git() == null) {
      throw new IllegalArgumentException(
          "spec.output.sourceDateEpoch: commit needs spec.source.git");
    }
    if (!text.equals(COMMIT) && !text.matches("[0-9]{1,11}")) {
      throw new IllegalArgumentException(
          "spec.output.sourceDateEpoch: want seconds since 1970, or commit");
    }
    return text;
  }
}
