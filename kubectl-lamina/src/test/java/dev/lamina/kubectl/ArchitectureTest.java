package dev.lamina.kubectl;

import static java.util.Map.entry;

import dev.lamina.crds.architecture.ArchitectureContract;
import java.util.Map;
import java.util.Set;

/// The rooms of kubectl-lamina, lowest first, and the arrows between them.
class ArchitectureTest extends ArchitectureContract {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("failure", rooms("")),
          entry("text", rooms("")),
          entry("json", rooms("failure")),
          entry("cluster", rooms("failure json")),
          entry("image", rooms("cluster failure json")),
          entry("container", rooms("cluster failure json text")),
          entry("context", rooms("failure json")),
          entry("search", rooms("failure json")),
          entry("cli", rooms("cluster container context failure image json search text")));

  /// A third-party or JDK-special API has one home; the composition root has no name.
  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          entry("java.net.http", rooms("search")),
          entry("java.lang.ProcessBuilder", rooms("cluster")),
          entry("com.fasterxml.jackson.dataformat", rooms("json")),
          entry("picocli", rooms("cli")));

  ArchitectureTest() {
    super("dev.lamina.kubectl", MAY_USE, HOMES, Set.of("dev.lamina.crds"));
  }
}
