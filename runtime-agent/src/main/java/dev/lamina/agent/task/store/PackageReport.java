package dev.lamina.agent.task.store;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.inspect.packages.Distribution;
import dev.lamina.agent.inspect.packages.InstalledPackage;
import dev.lamina.agent.inspect.packages.PackageList;
import dev.lamina.crds.imagerecord.RecordedPackages;
import dev.lamina.crds.imagerecord.RecordedPackages.RecordedPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is installed in an image, as a result can hold it.
final class PackageReport {
  private static final int LONGEST_NOTE = 512;
  private static final int LONGEST_RELEASE = 256;

  /// Of all names and versions: many nodes' results are in the memory of the operator at a time,
  /// and the API server takes no object of more than a megabyte and a half.
  private static final int MOST_BYTES = 96 * 1024;

  private PackageReport() {}

  /// An image that cannot be looked into has its other facts all the same: the note says why.
  static RecordedPackages of(Supplier<PackageList> reading) {
    try {
      return of(reading.get());
    } catch (AgentException e) {
      return new RecordedPackages(null, null, 0, List.of(), cut(e.getMessage(), LONGEST_NOTE));
    }
  }

  private static RecordedPackages of(PackageList list) {
    var formats =
        list.packages().stream()
            .map(each -> each.format().type())
            .distinct()
            .collect(Collectors.joining(","));
    return new RecordedPackages(
        release(list.distribution()),
        formats.isEmpty() ? null : formats,
        list.packages().size(),
        items(list.packages()),
        list.notes().isEmpty() ? null : cut(String.join("; ", list.notes()), LONGEST_NOTE));
  }

  /// As many as a result has room for.
  private static List<RecordedPackage> items(List<InstalledPackage> packages) {
    var items = new ArrayList<RecordedPackage>();
    var bytes = 0;
    for (var each : packages) {
      bytes += length(each.name()) + length(each.version());
      if (items.size() == RecordedPackages.MOST_ITEMS || bytes > MOST_BYTES) {
        break;
      }
      items.add(new RecordedPackage(each.name(), each.version()));
    }
    return items;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static @Nullable String release(@Nullable Distribution distribution) {
    return distribution == null ? null : cut(distribution.release(), LONGEST_RELEASE);
  }

  private static String cut(@Nullable String text, int longest) {
    var whole = text == null ? "" : text;
    return whole.substring(0, Math.min(whole.length(), longest));
  }
}
