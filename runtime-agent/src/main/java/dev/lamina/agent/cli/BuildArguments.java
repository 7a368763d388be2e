package dev.lamina.agent.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of `--build-arg`: `K=V`, or `K` with its value in the environment. A `K` without one is
/// as if it had not been given.
final class BuildArguments {
  private BuildArguments() {}

  static Map<String, String> resolved(List<String> options, Map<String, String> environment) {
    var values = new LinkedHashMap<String, String>();
    for (var option : options) {
      var equals = option.indexOf('=');
      if (equals >= 0) {
        values.put(option.substring(0, equals), option.substring(equals + 1));
      } else if (environment.containsKey(option)) {
        values.put(option, environment.getOrDefault(option, ""));
      }
    }
    return values;
  }
}
