package dev.lamina.standalone;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.standalone.instance.InstanceLock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `lamina down`
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops Lamina. Containers keep running; state is kept.")
final class DownCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StateOptions state = new StateOptions();

  @Override
  public Integer call() {
    var layout = state.layout();
    var holder = InstanceLock.holder(layout).flatMap(ProcessHandle::of);
    holder.ifPresent(DownCommand::stop);
    spec.commandLine()
        .getOut()
        .println(holder.isPresent() ? "lamina is down" : "lamina does not run on " + layout.root());
    return 0;
  }

  private static void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AgentException(
          FailureReason.DeadlineExceeded,
          "process %d did not end within %d s".formatted(process.pid(), DEADLINE.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "interrupted while lamina stopped", e);
    }
  }
}
