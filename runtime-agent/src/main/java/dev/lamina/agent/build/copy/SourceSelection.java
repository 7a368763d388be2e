package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.dockerfile.Wildcard;
import dev.lamina.agent.linux.LinuxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds what the sources of COPY and ADD name. A path that is missing is an error, a wildcard that
/// matches nothing is not.
public final class SourceSelection {
  private static final String PIVOT = "/./";

  private final SourceTree tree;
  private final List<Filter> filters;
  private final List<Source> found = new ArrayList<>();

  private SourceSelection(SourceTree tree, List<Filter> filters) {
    this.tree = tree;
    this.filters = filters;
  }

  /// Selects what one path or wildcard names.
  ///
  /// @param excludes what is left out of directories, from each of them
  public static List<Source> select(SourceTree tree, String source, PathPatterns excludes)
      throws LinuxException {
    var filters = excludes.isEmpty() ? List.<Filter>of() : List.of(Filter.excluding(excludes));
    var selection = new SourceSelection(tree, filters);
    selection.add(CleanPath.resolve("/", source));
    return List.copyOf(selection.found);
  }

  /// Selects what one path or wildcard names together with the directories above it, from the root
  /// or from what stands before `/./`.
  public static List<Source> selectWithParents(
      SourceTree tree, String source, PathPatterns excludes) throws LinuxException {
    var pivot = source.indexOf(PIVOT);
    var start = CleanPath.resolve("/", pivot < 0 ? "/" : source.substring(0, pivot));
    var rest =
        CleanPath.resolve("/", pivot < 0 ? source : source.substring(pivot + PIVOT.length()));
    if (pivot >= 0 && rest.equals("/")) {
      throw new CopyException("\"%s\": nothing is named after /./".formatted(source));
    }
    var filters = new ArrayList<Filter>();
    if (!rest.equals("/")) {
      filters.add(Filter.including(patterns(rest.substring(1))));
    }
    if (!excludes.isEmpty()) {
      filters.add(Filter.excluding(excludes));
    }
    var selection = new SourceSelection(tree, filters);
    if (!Wildcard.isPattern(start) && !Wildcard.isPattern(rest)) {
      var path = CleanPath.resolve(start, "." + rest);
      selection.existing(path.replaceAll("\\\\(.)", "$1"), path);
    }
    selection.add(start);
    return List.copyOf(selection.found);
  }

  /// A directory of a tree by its path without links.
  public static Source directory(String realPath) {
    return new Source(realPath, realPath, true, List.of());
  }

  /// The entry of a name at the top of a tree, whatever characters the name has.
  public static Source named(SourceTree tree, String name) throws LinuxException {
    return new SourceSelection(tree, List.of()).source("/" + name);
  }

  private static PathPatterns patterns(String pattern) {
    try {
      return PathPatterns.compile(List.of(pattern));
    } catch (IllegalArgumentException e) {
      throw new CopyException(String.valueOf(e.getMessage()));
    }
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
    return new Source(path, real, isDirectory(real), filters);
  }

  /// The entry of a path, links followed.
  public static Source existing(SourceTree tree, String path) throws LinuxException {
    return new SourceSelection(tree, List.of()).source(path);
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
