package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `completion bash`.
@Command(
    name = "completion",
    description = {
      "Print the completion of kubectl-lamina for bash and zsh: source <(kubectl lamina completion"
          + " bash). For 'kubectl lamina' itself, kubectl asks bin/kubectl_complete-lamina."
    })
final class CompletionCommand extends Verb {
  @Spec private @Nullable CommandSpec own;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings("UnusedVariable") // one script is for both
  private Shell shell = Shell.bash;

  enum Shell {
    bash,
    zsh
  }

  @Override
  int run(Cluster cluster, Console console) {
    if (own == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a verb");
    }
    console.print(AutoComplete.bash(own.root().name(), own.root().commandLine()));
    return 0;
  }
}
