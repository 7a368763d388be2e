package dev.lamina.standalone;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.standalone.instance.Instance;
import dev.lamina.standalone.instance.InstanceLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lamina status`
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the Lamina of a state directory; exit status 1 when none runs.")
final class StatusCommand implements Callable<Integer> {
  private enum Output {
    text,
    json
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StateOptions state = new StateOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.text;

  @Override
  public Integer call() throws IOException {
    var layout = state.layout();
    var holder =
        InstanceLock.holder(layout)
            .orElseThrow(() ->
                new AgentException(
                    FailureReason.NotFound, "lamina does not run on " + layout.root()));
    var instance =
        Instance.read(layout)
            .filter(it -> it.pid() == holder)
            .orElseThrow(() ->
                new AgentException(
                    FailureReason.NotFound,
                    "lamina is starting on %s as process %d".formatted(layout.root(), holder)));
    spec.commandLine().getOut().println(text(instance));
    return 0;
  }

  private String text(Instance instance) {
    return switch (output) {
      case text -> instance.summary();
      case json -> new String(instance.toJson(), StandardCharsets.UTF_8);
    };
  }
}
