package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.ImageConfig.History;
import java.util.ArrayList;
import java.util.List;

/// The history of a base image, made to have one entry per layer, as the image-spec asks of every
/// image and not every image has.
public final class BaseHistory {
  private static final String COMMENT = "history of the layer is not known";

  private BaseHistory() {}

  public static List<History> matching(ImageConfig base, int layers) {
    var history = new ArrayList<History>();
    var found = 0;
    for (var entry : base.history()) {
      var isLayer = !entry.emptyLayer() && found < layers;
      found += isLayer ? 1 : 0;
      history.add(isLayer || entry.emptyLayer() ? entry : withoutLayer(entry));
    }
    for (; found < layers; found++) {
      history.add(new History(base.created(), null, null, COMMENT, false));
    }
    return history;
  }

  private static History withoutLayer(History entry) {
    return new History(entry.created(), entry.createdBy(), entry.author(), entry.comment(), true);
  }
}
