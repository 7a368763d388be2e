package dev.lamina.kubectl;

import dev.lamina.kubectl.cli.Console;
import dev.lamina.kubectl.cli.Foresight;
import dev.lamina.kubectl.cli.LaminaCommand;
import dev.lamina.kubectl.cluster.HeadStart;
import dev.lamina.kubectl.cluster.Kubectl;
import dev.lamina.kubectl.failure.Failure;
import java.time.Clock;

/// Entry of `kubectl-lamina`, which kubectl starts for `kubectl lamina`.
public final class KubectlLaminaMain {
  private static final String KUBECTL = "kubectl";

  private KubectlLaminaMain() {}

  public static void main(String[] arguments) {
    int code;
    try (var headStart = headStart(arguments)) {
      code =
          LaminaCommand.run(
              arguments,
              scope -> new Kubectl(KUBECTL, scope, System.err, headStart),
              new Console(System.in, System.out, System.err, Clock.systemUTC()),
              System.getenv());
    }
    System.exit(code);
  }

  private static HeadStart headStart(String... arguments) {
    try {
      return Foresight.of(arguments)
          .map(list ->
              HeadStart.list(KUBECTL, list.scope(), list.kind(), list.everywhere(), System.err))
          .orElseGet(HeadStart::none);
    } catch (Failure failure) {
      // Said by the call itself, if there is one.
      return HeadStart.none();
    }
  }
}
