package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The arguments of EXPOSE: `80`, `80/udp`, `8000-8010`; host address and host port, which mean
/// nothing to an image, are checked and dropped.
public final class ExposedPorts {
  private static final int MAX_PORT = 65535;

  private ExposedPorts() {}

  /// The ports as `number/protocol`, ranges spelled out; throws IllegalArgumentException.
  public static List<String> parse(List<String> arguments) {
    var ports = new ArrayList<String>();
    arguments.forEach(argument -> parse(argument, ports));
    return ports;
  }

  private static void parse(String argument, List<String> ports) {
    var parts = argument.split(":", -1);
    var container = parts[parts.length - 1];
    var slash = container.indexOf('/');
    var protocol = protocol(argument, slash < 0 ? "" : container.substring(slash + 1));
    var range = range(argument, slash < 0 ? container : container.substring(0, slash));
    if (parts.length > 1 && !parts[parts.length - 2].isEmpty()) {
      checkHostPort(argument, range(argument, parts[parts.length - 2]), range);
    }
    if (parts.length > 2) {
      var end = argument.length() - container.length() - parts[parts.length - 2].length() - 2;
      IpAddress.check(argument.substring(0, end));
    }
    for (var port = range.first; port <= range.last; port++) {
      ports.add(port + "/" + protocol);
    }
  }

  private record Range(int first, int last) {}

  private static String protocol(String argument, String written) {
    var protocol = written.isEmpty() ? "tcp" : written.toLowerCase(Locale.ROOT);
    if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw invalid(argument, "invalid proto: " + written);
    }
    return protocol;
  }

  private static void checkHostPort(String argument, Range host, Range container) {
    var lengthsDiffer = host.last - host.first != container.last - container.first;
    if (lengthsDiffer && container.first != container.last) {
      throw invalid(argument, "invalid ranges specified for container and host ports");
    }
  }

  private static Range range(String argument, String text) {
    if (text.isEmpty()) {
      throw invalid(argument, "no port specified");
    }
    var dash = text.indexOf('-');
    var first = port(argument, dash < 0 ? text : text.substring(0, dash));
    var last = dash < 0 ? first : port(argument, text.substring(dash + 1));
    if (last < first) {
      throw invalid(argument, "invalid port range: " + text);
    }
    return new Range(first, last);
  }

  private static int port(String argument, String text) {
    try {
      var port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw invalid(argument, "\"%s\" is not a number".formatted(text));
    }
    throw invalid(argument, "value out of range (0-65535)");
  }

  private static IllegalArgumentException invalid(String argument, String why) {
    return new IllegalArgumentException("invalid port: \"%s\": %s".formatted(argument, why));
  }
}
