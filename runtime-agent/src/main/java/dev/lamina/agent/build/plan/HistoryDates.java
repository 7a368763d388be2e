package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.ImageConfig.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Dates the entries of a history: a layer's entry by the layer, any other by the layer before it,
/// or by the first new layer if there is none before.
final class HistoryDates {
  private HistoryDates() {}

  static List<History> fill(List<History> history, LayerStack layers, @Nullable Instant epoch) {
    var dated = dateLayers(history, layers, epoch);
    var current = firstNew(dated);
    var isNew = false;
    var result = new ArrayList<History>();
    for (var entry : dated) {
      if (entry.created() == null) {
        isNew = true;
        result.add(at(entry, current));
      } else {
        current = isNew ? entry.created() : current;
        result.add(entry);
      }
    }
    return result;
  }

  static @Nullable Instant last(List<History> history) {
    Instant last = null;
    for (var entry : history) {
      last = entry.created() == null ? last : entry.created();
    }
    return last;
  }

  private static List<History> dateLayers(
      List<History> history, LayerStack layers, @Nullable Instant epoch) {
    var result = new ArrayList<History>();
    var layer = 0;
    for (var entry : history) {
      var created = epoch;
      if (!entry.emptyLayer()) {
        created = epoch == null ? layers.layers().get(layer).createdAt() : epoch;
        layer++;
      }
      result.add(entry.created() == null ? at(entry, created) : entry);
    }
    return result;
  }

  /// The date of the first dated entry after an undated one, else of the last dated entry.
  private static @Nullable Instant firstNew(List<History> history) {
    Instant date = null;
    var isNew = false;
    for (var entry : history) {
      if (entry.created() == null) {
        isNew = true;
        continue;
      }
      date = entry.created();
      if (isNew) {
        break;
      }
    }
    return date;
  }

  private static History at(History entry, @Nullable Instant created) {
    return new History(
        created, entry.createdBy(), entry.author(), entry.comment(), entry.emptyLayer());
  }
}
