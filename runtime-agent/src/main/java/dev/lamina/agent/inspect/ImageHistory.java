package dev.lamina.agent.inspect;

import dev.lamina.agent.image.ImageConfig.History;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.LoadedImage;
import dev.lamina.agent.metadata.Tenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How an image came to be, as `docker history` tells it.
public final class ImageHistory {
  private static final History UNKNOWN = new History(null, null, null, null, false);

  private final ImageCatalog catalog;
  private final ImageLayers layers;

  public ImageHistory(ImageCatalog catalog, ImageLayers layers) {
    this.catalog = catalog;
    this.layers = layers;
  }

  /// The steps of an image, newest first.
  ///
  /// Layers are given to the entries that made one, lowest first; layers that are left come on top
  /// without a word about their origin.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `ImageNotFound`
  public List<HistoryRow> run(Tenant tenant, String name) {
    var image = catalog.get(tenant, name);
    var sizes = sizes(image);
    var rows = new ArrayList<HistoryRow>();
    for (var entry : image.config().history()) {
      rows.add(row(entry, entry.emptyLayer() || sizes.isEmpty() ? 0 : sizes.removeFirst()));
    }
    sizes.forEach(size -> rows.add(row(UNKNOWN, size)));
    return newestFirst(image, rows);
  }

  private ArrayDeque<Long> sizes(LoadedImage image) {
    var sizes = new ArrayDeque<Long>();
    for (var layer : layers.of(image)) {
      sizes.add(Objects.requireNonNullElse(layer.unpackedSize(), layer.size()));
    }
    return sizes;
  }

  private static HistoryRow row(History entry, long size) {
    return new HistoryRow(
        HistoryRow.MISSING,
        entry.created(),
        Objects.requireNonNullElse(entry.createdBy(), ""),
        size,
        Objects.requireNonNullElse(entry.comment(), ""));
  }

  private static List<HistoryRow> newestFirst(LoadedImage image, List<HistoryRow> rows) {
    var newestFirst = new ArrayList<>(rows.reversed());
    if (!newestFirst.isEmpty()) {
      var top = newestFirst.getFirst();
      var id = image.stored().imageId().toString();
      newestFirst.set(
          0, new HistoryRow(id, top.created(), top.createdBy(), top.size(), top.comment()));
    }
    return List.copyOf(newestFirst);
  }
}
