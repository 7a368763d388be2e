package dev.lamina.agent.network;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The rules of the node's firewall that serve every container: the way out under the node's
/// address, and leave to pass where other software drops what is forwarded.
///
/// Checked once for each process of the agent and once added, they stay.
final class Firewall {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /// Chain and rule, as both `--check` and `--insert` want them.
  private record Rule(String table, String chain, List<String> matches) {}

  private final List<Rule> rules;
  private boolean isSetUp;

  Firewall(NetworkConfig config) {
    var bridge = config.bridge();
    var subnet = config.subnet();
    rules =
        List.of(
            rule("nat", "POSTROUTING", "-s", subnet, "!", "-d", subnet, "-j", "MASQUERADE"),
            rule("filter", "FORWARD", "-i", bridge, "-j", "ACCEPT"),
            // Answers, and what came in by a published port.
            rule(
                "filter",
                "FORWARD",
                "-o",
                bridge,
                "-m",
                "conntrack",
                "--ctstate",
                "RELATED,ESTABLISHED,DNAT",
                "-j",
                "ACCEPT"));
  }

  /// @throws AgentException `RuntimeUnavailable` when there is no iptables or it refuses
  synchronized void setUp() {
    if (isSetUp) {
      return;
    }
    if (HostCommand.find("iptables").isEmpty()) {
      throw unavailable(
          "no iptables on this node, which container networks need: install iptables");
    }
    try {
      for (var rule : rules) {
        ensure(rule);
      }
      isSetUp = true;
    } catch (IOException e) {
      throw unavailable("iptables: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "setting up the firewall", e);
    }
  }

  private static void ensure(Rule rule) throws IOException, InterruptedException {
    if (call("--check", rule).isSuccess()) {
      return;
    }
    var added = call("--insert", rule);
    if (!added.isSuccess()) {
      throw unavailable("iptables refuses a rule in " + rule.chain + ": " + added.said());
    }
  }

  private static HostCommand.Result call(String operation, Rule rule)
      throws IOException, InterruptedException {
    var line =
        new ArrayList<>(
            List.of("iptables", "--wait", "--table", rule.table, operation, rule.chain));
    line.addAll(rule.matches);
    return HostCommand.of(line.toArray(String[]::new)).run(DEADLINE);
  }

  private static Rule rule(String table, String chain, String... matches) {
    var marked = Stream.of(Stream.of("-m", "comment", "--comment", "lamina"), Stream.of(matches));
    return new Rule(table, chain, marked.flatMap(each -> each).toList());
  }

  private static AgentException unavailable(String message) {
    return new AgentException(FailureReason.RuntimeUnavailable, message);
  }
}
