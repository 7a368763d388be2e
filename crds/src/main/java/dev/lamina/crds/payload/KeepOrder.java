package dev.lamina.crds.payload;

import dev.lamina.crds.schema.ApiRecord;

/// What a build leaves behind when a step fails: the state before that step, as an image of its
/// tenant that is there for a while.
///
/// `image` is the name it gets, `task` the NodeTask, as `namespace/name`, whose end is the end of
/// what is kept. A newer build of the same owner on the same node ends it too.
@ApiRecord
public record KeepOrder(String image, long seconds, String task) {
  /// The name of what a build keeps.
  public static String image(String imageBuild, long buildNumber) {
    return "localhost/failed-step/%s:%d".formatted(imageBuild, buildNumber);
  }
}
