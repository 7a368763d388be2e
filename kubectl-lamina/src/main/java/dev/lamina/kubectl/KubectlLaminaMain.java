package dev.lamina.kubectl;

import dev.lamina.kubectl.cli.Console;
import dev.lamina.kubectl.cli.LaminaCommand;
import dev.lamina.kubectl.cluster.Kubectl;
import java.time.Clock;

/// Entry of `kubectl-lamina`, which kubectl starts for `kubectl lamina`.
public final class KubectlLaminaMain {
  private KubectlLaminaMain() {}

  public static void main(String[] arguments) {
    var console = new Console(System.in, System.out, System.err, Clock.systemUTC());
    var code =
        LaminaCommand.run(
            arguments,
            scope -> new Kubectl("kubectl", scope, System.err),
            console,
            System.getenv());
    System.exit(code);
  }
}
