package dev.lamina.agent.inspect.packages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What has been found so far, within limits: an image may list anything.
final class Findings {
  /// More than any distribution installs.
  static final int MOST_PACKAGES = 10_000;

  private static final Comparator<InstalledPackage> ORDER =
      Comparator.comparing(InstalledPackage::format)
          .thenComparing(InstalledPackage::name)
          .thenComparing(InstalledPackage::version);

  private final List<InstalledPackage> packages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long left;

  void add(InstalledPackage installed) {
    if (packages.size() < MOST_PACKAGES) {
      packages.add(installed);
    } else {
      left++;
    }
  }

  /// Says why the list may not be whole.
  void note(String why) {
    notes.add(why);
  }

  List<InstalledPackage> packages() {
    return packages.stream().sorted(ORDER).toList();
  }

  List<String> notes() {
    var all = new ArrayList<>(notes);
    if (left > 0) {
      all.add("%d packages more than %d are left out".formatted(left, MOST_PACKAGES));
    }
    return all;
  }
}
