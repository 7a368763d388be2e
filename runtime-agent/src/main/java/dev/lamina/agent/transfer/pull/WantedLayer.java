package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A layer of an image, in its place on the ones below.
///
/// @param index counted from the lowest
/// @param parent absent for the lowest
record WantedLayer(
    int index, Descriptor blob, DiffId diffId, @Nullable ChainId parent, ChainId name) {
  /// The layers of an image, lowest first.
  static List<WantedLayer> of(RemoteImage image) {
    var layers = new ArrayList<WantedLayer>();
    ChainId parent = null;
    for (var i = 0; i < image.manifest().layers().size(); i++) {
      var diffId = image.config().diffIds().get(i);
      var name = ChainId.of(parent, diffId);
      layers.add(new WantedLayer(i, image.manifest().layers().get(i), diffId, parent, name));
      parent = name;
    }
    return layers;
  }
}
