package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.dockerfile.Wildcard;
import dev.lamina.agent.linux.LinuxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds what the sources of COPY and ADD name. A path that is missing is an error, a wildcard that
/// matches nothing is not.
public final class SourceSelection {
  private final SourceTree tree;
  private final List<Source> found = new ArrayList<>();

  private SourceSelection(SourceTree tree) {
    this.tree = tree;
  }

  public static List<Source> select(SourceTree tree, List<String> sources) throws LinuxException {
    var selection = new SourceSelection(tree);
    for (var source : sources) {
      selection.add(CleanPath.resolve("/", source));
    }
    return List.copyOf(selection.found);
  }

  private void add(String path) throws LinuxException {
    var names = Arrays.asList(path.substring(1).split("/", -1));
    var literal = 0;
    while (literal < names.size() && !Wildcard.isPattern(names.get(literal))) {
      literal++;
    }
    if (literal == names.size()) {
      found.add(source(path));
      return;
    }
    var start = "/" + String.join("/", names.subList(0, literal));
    var base = existing(start, path);
    var pattern = wildcard(String.join("/", names.subList(literal, names.size())));
    if (!isDirectory(base)) {
      return;
    }
    try (var directory = SourceDirectory.open(tree, base)) {
      match(directory, base.equals("/") ? "" : base, "", names.size() - literal, pattern);
    }
  }

  private void match(
      SourceDirectory directory, String base, String relative, int levels, Wildcard pattern)
      throws LinuxException {
    for (var entry : directory.entries()) {
      var path = relative.isEmpty() ? entry.name() : relative + "/" + entry.name();
      if (levels == 1) {
        addMatch(base + "/" + path, pattern.matches(path));
      } else if (entry.stat().isDirectory()) {
        try (var child = directory.openChild(entry.name())) {
          match(child, base, path, levels - 1, pattern);
        }
      }
    }
  }

  private void addMatch(String path, boolean isMatch) throws LinuxException {
    if (isMatch) {
      found.add(source(path));
    }
  }

  private Source source(String path) throws LinuxException {
    var real = existing(path, path);
    return new Source(path, real, isDirectory(real));
  }

  private String existing(String path, String shown) throws LinuxException {
    return tree.resolve(path)
        .orElseThrow(() ->
            new CopyException(
                tree.isContext()
                    ? "\"%s\": not found in the build context".formatted(shown)
                    : "\"%s\": not found".formatted(shown)));
  }

  private boolean isDirectory(String real) throws LinuxException {
    return tree.root().find(real).map(stat -> stat.isDirectory()).orElse(false);
  }

  private static Wildcard wildcard(String pattern) {
    try {
      return Wildcard.compile(pattern);
    } catch (IllegalArgumentException e) {
      throw new CopyException(String.valueOf(e.getMessage()));
    }
  }
}
