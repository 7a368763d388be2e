package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Arguments in Docker's writing, as the API has them; each throws `InvalidArgument` with the
/// option and what is wanted.
final class RunArguments {
  private static final Pattern PORT = Pattern.compile("(?:([0-9]+)?:)?([0-9]+)(?:/(tcp|udp))?");
  private static final Pattern VOLUME = Pattern.compile("([^:/]+):(/[^:]+)(:ro|:rw)?");
  private static final Pattern TMPFS = Pattern.compile("(/[^:]+)(?::size=([0-9]+[kmg]?))?");
  private static final Pattern SIZE = Pattern.compile("([0-9]+)b?([kmg]?)b?");

  private RunArguments() {}

  /// `8080:80`, `80`, `53/udp`.
  static ObjectNode port(String text) {
    var match = PORT.matcher(text);
    if (!match.matches()) {
      throw invalid("--publish", text, "[HOST:]CONTAINER[/udp]");
    }
    var port = Json.object().put("containerPort", number("--publish", match.group(2)));
    if (match.group(1) != null) {
      port.put("hostPort", number("--publish", match.group(1)));
    }
    return port.put("protocol", "udp".equals(match.group(3)) ? "UDP" : "TCP");
  }

  /// `data:/var/lib/data:ro`.
  static ObjectNode volume(String text) {
    var match = VOLUME.matcher(text);
    if (!match.matches()) {
      throw invalid("--volume", text, "VOLUME:PATH[:ro]; a path of the node is not mounted");
    }
    var mount = Json.object().put("path", match.group(2));
    mount.putObject("volume").put("name", match.group(1));
    return ":ro".equals(match.group(3)) ? mount.put("readOnly", true) : mount;
  }

  /// `/tmp:size=64m`.
  static ObjectNode tmpfs(String text) {
    var match = TMPFS.matcher(text);
    if (!match.matches()) {
      throw invalid("--tmpfs", text, "PATH[:size=N]");
    }
    var mount = Json.object().put("path", match.group(1));
    var memory = mount.putObject("tmpfs");
    if (match.group(2) != null) {
      memory.put("size", quantity(match.group(2)));
    }
    return mount;
  }

  /// `256m` in Docker's units, which are powers of 1024, as a quantity of Kubernetes.
  static String quantity(String text) {
    var match = SIZE.matcher(text);
    if (!match.matches()) {
      throw invalid("--memory", text, "a number with b, k, m or g");
    }
    return switch (match.group(2)) {
      case "k" -> match.group(1) + "Ki";
      case "m" -> match.group(1) + "Mi";
      case "g" -> match.group(1) + "Gi";
      default -> match.group(1);
    };
  }

  static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid(option, text, "a number");
    }
  }

  /// The API's word for Docker's.
  static String word(String option, String text, Map<String, String> words) {
    var word = words.get(text);
    if (word == null) {
      throw invalid(option, text, "one of " + String.join(", ", new TreeSet<>(words.keySet())));
    }
    return word;
  }

  private static Failure invalid(String option, String text, String wanted) {
    return new Failure(
        FailureReason.InvalidArgument, "%s '%s': want %s".formatted(option, text, wanted));
  }
}
