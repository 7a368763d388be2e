package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Dockerfile;
import java.util.Map;
import java.util.Objects;

/// The arguments that every build has: platforms and the name of the target.
final class AutomaticArguments {
  private AutomaticArguments() {}

  static Map<String, String> of(Dockerfile file, PlanRequest request) {
    var platform = request.platform();
    var version = Objects.requireNonNullElse(platform.osVersion(), "");
    var variant = Objects.requireNonNullElse(platform.variant(), "");
    return Map.ofEntries(
        Map.entry("BUILDPLATFORM", platform.toString()),
        Map.entry("BUILDOS", platform.os()),
        Map.entry("BUILDOSVERSION", version),
        Map.entry("BUILDARCH", platform.architecture()),
        Map.entry("BUILDVARIANT", variant),
        Map.entry("TARGETPLATFORM", platform.toString()),
        Map.entry("TARGETOS", platform.os()),
        Map.entry("TARGETOSVERSION", version),
        Map.entry("TARGETARCH", platform.architecture()),
        Map.entry("TARGETVARIANT", variant),
        Map.entry("TARGETSTAGE", target(file, request)));
  }

  private static String target(Dockerfile file, PlanRequest request) {
    var target = request.target();
    return target == null || target.isEmpty()
        ? file.stages().getLast().name().orElse("default")
        : target;
  }
}
