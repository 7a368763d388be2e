package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of a process: Docker's defaults, then the image's, then the container's own. A
/// variable set again keeps its place and gets the new value.
final class Environment {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Map<String, String> variables = new LinkedHashMap<>();

  private Environment() {}

  static Environment of(String hostname, String home, boolean tty) {
    var environment = new Environment();
    environment.variables.put("PATH", PATH);
    environment.variables.put("HOSTNAME", hostname);
    environment.variables.put("HOME", home);
    if (tty) {
      environment.variables.put("TERM", "xterm");
    }
    return environment;
  }

  /// Sets `NAME=value` lines.
  ///
  /// @throws AgentException `InvalidArgument` for one that is no such line
  Environment with(List<String> lines) {
    for (var line : lines) {
      var equals = line.indexOf('=');
      if (equals < 1 || line.indexOf('\0') >= 0) {
        throw new AgentException(
            FailureReason.InvalidArgument,
            "environment variable '" + line.replace('\0', '?') + "': want NAME=value");
      }
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return this;
  }

  List<String> lines() {
    return variables.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .toList();
  }
}
