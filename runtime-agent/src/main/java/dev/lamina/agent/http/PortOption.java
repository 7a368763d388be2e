package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.agent.network.PortMapping.Protocol;
import dev.lamina.crds.failure.FailureReason;
import java.util.Locale;
import java.util.regex.Pattern;

/// A published port as people write it: `[HOST:]CONTAINER[/tcp|udp]`.
final class PortOption {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,5})?:)?([0-9]{1,5})(?:/(tcp|udp))?", Pattern.CASE_INSENSITIVE);

  private PortOption() {}

  static PortMapping parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "port '" + text + "': want [HOST:]CONTAINER[/tcp|udp]");
    }
    var host = matcher.group(1);
    var protocol = matcher.group(3);
    return new PortMapping(
        Integer.parseInt(matcher.group(2)),
        host == null ? null : Integer.valueOf(host),
        protocol == null ? Protocol.TCP : Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)));
  }
}
