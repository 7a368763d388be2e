package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `__complete WORD...`: what kubectl asks when somebody presses tab; the last word is the one to
/// complete. One candidate a line, then a line that tells the shell what to do.
@Command(name = CompleteCommand.NAME, hidden = true)
final class CompleteCommand extends Verb {
  static final String NAME = "__complete";

  /// Nothing but the candidates; files where there are none.
  private static final String NO_FILES = ":4";

  private static final String FILES = ":0";

  @Spec private @Nullable CommandSpec own;

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "What is typed so far.")
  private List<String> words = List.of();

  @Override
  int run(Cluster cluster, Console console) {
    if (own == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a verb");
    }
    var all = words.isEmpty() ? List.of("") : words;
    var last = all.getLast();
    var ends = new ArrayList<CharSequence>();
    AutoComplete.complete(
        own.root(), all.toArray(String[]::new), all.size() - 1, last.length(), 0, ends);
    ends.stream()
        .map(end -> last + end)
        .filter(candidate -> !candidate.startsWith("__"))
        .sorted()
        .forEach(console::print);
    console.print(ends.isEmpty() ? FILES : NO_FILES);
    return 0;
  }
}
