package dev.lamina.standalone;

import static java.util.Map.entry;

import dev.lamina.crds.architecture.ArchitectureContract;
import java.util.Map;
import java.util.Set;

/// The rooms of standalone, lowest first, and the arrows between them.
class ArchitectureTest extends ArchitectureContract {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("file", rooms("")),
          entry("status", rooms("")),
          entry("schema", rooms("")),
          entry("rules", rooms("schema")),
          entry("resource", rooms("schema status")),
          entry("storage", rooms("resource")),
          entry("patch", rooms("resource schema status")),
          entry("table", rooms("resource")),
          entry("discovery", rooms("resource schema")),
          entry("access", rooms("file resource")),
          entry("protobuf", rooms("resource status")),
          entry("lifecycle", rooms("resource status storage")),
          entry(
              "endpoint",
              rooms("access discovery lifecycle patch resource rules schema status storage")),
          entry(
              "server",
              rooms(
                  "access discovery endpoint file lifecycle protobuf resource status storage table")),
          entry("instance", rooms("file resource")));

  /// A third-party or JDK-special API has one home; the composition root has no name.
  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          entry("com.sun.net.httpserver", rooms("server")),
          entry("dev.cel", rooms("rules")),
          entry("org.h2", rooms("storage")),
          entry("io.fabric8.zjsonpatch", rooms("patch")),
          entry("io.fabric8.kubernetes", rooms("")),
          entry("com.fasterxml.jackson.dataformat", rooms("resource")),
          entry("picocli", rooms("")));

  ArchitectureTest() {
    super(
        "dev.lamina.standalone",
        MAY_USE,
        HOMES,
        Set.of("dev.lamina.crds", "dev.lamina.operator", "dev.lamina.agent"));
  }
}
