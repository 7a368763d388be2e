package dev.lamina.standalone.table;

import dev.lamina.standalone.resource.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Events are shown by when, what and about what; their names say nothing.
final class EventColumns {
  static final List<Column> ALL =
      List.of(
          Columns.date("Last Seen", 0, EventColumns::lastSeen),
          Columns.string("Type", ".type"),
          Columns.string("Reason", ".reason"),
          Columns.string("Object", 0, EventColumns::about),
          Columns.string("Subobject", 1, event -> Columns.text(event, ".involvedObject.fieldPath")),
          Columns.string("Source", 1, EventColumns::source),
          Columns.string("Message", 0, event -> Columns.text(event, ".message").strip()),
          Columns.date("First Seen", 1, EventColumns::firstSeen),
          Columns.string("Count", 1, EventColumns::count),
          Columns.string("Name", 1, KubeObject::name));

  private EventColumns() {}

  private static String lastSeen(KubeObject event) {
    return firstOf(event, ".series.lastObservedTime", ".lastTimestamp", ".eventTime");
  }

  private static String firstSeen(KubeObject event) {
    return firstOf(event, ".firstTimestamp", ".eventTime");
  }

  private static String count(KubeObject event) {
    var count = firstOf(event, ".series.count", ".count");
    return count.isEmpty() ? "1" : count;
  }

  private static String about(KubeObject event) {
    var kind = Columns.text(event, ".involvedObject.kind").toLowerCase(Locale.ROOT);
    return kind + "/" + Columns.text(event, ".involvedObject.name");
  }

  private static String source(KubeObject event) {
    var component = firstOf(event, ".source.component", ".reportingComponent");
    var host = firstOf(event, ".source.host", ".reportingInstance");
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static String firstOf(KubeObject event, String... paths) {
    return Stream.of(paths)
        .map(path -> Columns.text(event, path))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
