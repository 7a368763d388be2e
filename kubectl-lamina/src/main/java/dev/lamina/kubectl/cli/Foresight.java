package dev.lamina.kubectl.cli;

import static java.util.Map.entry;

import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.cluster.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The list that a verb will ask for first, read off its words before picocli is ready to read
/// them: right for how people write, and no more than a guess.
public record Foresight(Scope scope, Kind kind, boolean everywhere) {
  private static final Map<String, Kind> VERBS =
      Map.ofEntries(
          entry("images", Kind.IMAGE),
          entry("history", Kind.IMAGE),
          entry("inspect", Kind.IMAGE),
          entry("tag", Kind.IMAGE),
          entry("push", Kind.IMAGE),
          entry("rmi", Kind.IMAGE),
          entry("run", Kind.IMAGE),
          entry("ps", Kind.CONTAINER_RUN),
          entry("port", Kind.CONTAINER_RUN),
          entry("logs", Kind.CONTAINER_RUN),
          entry("stop", Kind.CONTAINER_RUN),
          entry("start", Kind.CONTAINER_RUN),
          entry("rm", Kind.CONTAINER_RUN));

  private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

  /// What the words of a command line let expect; empty for verbs that begin with something else.
  public static Optional<Foresight> of(String... arguments) {
    var words = List.of(arguments);
    return words.isEmpty() || words.stream().anyMatch(HELP::contains)
        ? Optional.empty()
        : Optional.ofNullable(VERBS.get(words.getFirst()))
            .map(kind ->
                new Foresight(
                    new Scope(
                        value(words, "--kubeconfig", "--kubeconfig"),
                        value(words, "--context", "--context"),
                        value(words, "--namespace", "-n")),
                    kind,
                    words.contains("-A") || words.contains("--all-namespaces")));
  }

  private static @Nullable String value(List<String> words, String name, String shortName) {
    for (var i = 1; i < words.size(); i++) {
      var word = words.get(i);
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
      if ((word.equals(name) || word.equals(shortName)) && i + 1 < words.size()) {
        return words.get(i + 1);
      }
    }
    return null;
  }
}
