package dev.lamina.agent;

import static java.util.Map.entry;

import dev.lamina.crds.architecture.ArchitectureContract;
import java.util.Map;
import java.util.Set;

/// The rooms of the agent, lowest first, and the arrows between them.
class ArchitectureTest extends ArchitectureContract {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("failure", rooms("")),
          entry("image", rooms("failure linux")),
          entry("linux", rooms("failure")),
          entry("dockerfile", rooms("failure")),
          entry("archive", rooms("failure linux")),
          entry("content", rooms("failure image linux")),
          entry("snapshot", rooms("failure image linux")),
          entry("registry", rooms("failure image")),
          entry("network", rooms("failure linux")),
          entry("diff", rooms("failure archive content image linux snapshot")),
          entry("metadata", rooms("failure content image snapshot")),
          entry("trust", rooms("failure image")),
          entry(
              "transfer",
              rooms("failure archive content diff image linux metadata registry snapshot trust")),
          entry("container", rooms("failure content diff image linux metadata network snapshot")),
          entry("inspect", rooms("failure archive content diff image linux metadata snapshot")),
          entry(
              "build",
              rooms(
                  "failure archive container content diff dockerfile image linux metadata network"
                      + " registry snapshot transfer")),
          entry("gc", rooms("failure archive content diff image linux metadata snapshot transfer")),
          entry(
              "http",
              rooms(
                  "failure build container content gc image inspect metadata network registry"
                      + " transfer")),
          entry(
              "task",
              rooms("failure build container gc image inspect metadata network registry transfer")),
          entry(
              "cli",
              rooms(
                  "failure build container gc http image inspect linux metadata network transfer")));

  /// A third-party or JDK-special API has one home.
  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          entry("java.lang.foreign", rooms("linux")),
          entry("org.apache.commons.compress", rooms("archive")),
          entry("com.github.luben.zstd", rooms("archive")),
          entry("org.tukaani.xz", rooms("archive")),
          entry("java.net.http", rooms("registry")),
          entry("java.net.HttpURLConnection", rooms("registry")),
          entry("org.sqlite", rooms("metadata")),
          entry("java.sql", rooms("metadata")),
          entry("org.eclipse.jetty", rooms("http")),
          entry("picocli", rooms("cli")),
          entry("io.fabric8", rooms("task")));

  ArchitectureTest() {
    super("dev.lamina.agent", MAY_USE, HOMES, Set.of("dev.lamina.crds"));
  }
}
