package dev.lamina.standalone;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.standalone.instance.Instance;
import dev.lamina.standalone.instance.InstanceLock;
import dev.lamina.standalone.instance.StateLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lamina up`
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts Lamina in the background and waits until it is ready.")
final class UpCommand implements Callable<Integer> {
  private static final String STOPPED = "stopped";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StateOptions state = new StateOptions();

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "port of the embedded API on 127.0.0.1 (default: the one of the last start, else the first free one from 16443)")
  private @Nullable Integer port;

  @Option(names = "--foreground", description = "stay in the foreground, log to standard error")
  private boolean foreground;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "work with the cluster of this kubeconfig; no API is embedded")
  private @Nullable Path kubeconfig;

  @Override
  public Integer call() throws IOException {
    if (port != null && kubeconfig != null) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "--port is for the embedded API and --kubeconfig leaves it out: give one of them");
    }
    if (!foreground) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "only bin/lamina can start lamina in the background: use it, or --foreground");
    }
    var layout = state.layout();
    createDirectories(layout);
    run(layout);
    return 0;
  }

  private static void createDirectories(StateLayout layout) {
    try {
      layout.create();
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed,
          "cannot make the state directory " + layout.root() + ": " + e,
          e);
    }
  }

  private void run(StateLayout layout) throws IOException {
    var stop = new CompletableFuture<String>();
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, stopped)));
    var options =
        new Standalone.Options(layout, Optional.ofNullable(port), Optional.ofNullable(kubeconfig));
    try (var _ = InstanceLock.acquire(layout);
        var standalone = Standalone.start(options)) {
      // The launcher waits for the record, and then shows what was announced.
      announce(standalone.instance());
      standalone.instance().write(layout);
      var failure = CompletableFuture.anyOf(stop, standalone.fatal()).join();
      if (!STOPPED.equals(failure)) {
        throw new AgentException(FailureReason.InternalError, "the operator ended: " + failure);
      }
    } finally {
      stopped.countDown();
    }
  }

  private static void stopAndWait(CompletableFuture<String> stop, CountDownLatch stopped) {
    stop.complete(STOPPED);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void announce(Instance instance) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("lamina " + instance.version() + " is up");
    out.println(instance.summary());
    out.println();
    out.println("export KUBECONFIG=" + instance.kubeconfig());
    out.flush();
  }
}
