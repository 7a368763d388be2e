package dev.lamina.operator;

import static java.util.Map.entry;

import dev.lamina.crds.architecture.ArchitectureContract;
import java.util.Map;
import java.util.Set;

/// The rooms of the operator and the arrows between them: rooms of kinds never use each other.
class ArchitectureTest extends ArchitectureContract {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("scheduling", rooms("")),
          entry("status", rooms("")),
          entry("events", rooms("")),
          entry("metrics", rooms("")),
          entry("cron", rooms("")),
          entry("health", rooms("")),
          entry("dispatch", rooms("")),
          entry("nodes", rooms("scheduling")),
          entry(
              "imagebuild", rooms("credentials dispatch events inventory nodes scheduling status")),
          entry(
              "containerrun",
              rooms("credentials dispatch events inventory nodes scheduling status")),
          entry("credentials", rooms("")),
          entry("inventory", rooms("nodes")),
          entry("fleet", rooms("dispatch nodes")),
          entry("imageprune", rooms("cron dispatch events fleet nodes status")),
          entry("imagecopy", rooms("credentials dispatch events fleet inventory nodes status")),
          entry("registryconfig", rooms("dispatch events fleet nodes status")),
          entry("images", rooms("dispatch inventory nodes status")),
          entry("imagepull", rooms("credentials cron dispatch events nodes scheduling status")));

  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          entry("com.sun.net.httpserver", rooms("health")),
          entry("io.micrometer.prometheusmetrics", rooms("metrics")));

  ArchitectureTest() {
    super("dev.lamina.operator", MAY_USE, HOMES, Set.of("dev.lamina.crds"));
  }
}
