package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleMount;
import dev.lamina.agent.container.bundle.BundleRequest;
import dev.lamina.agent.container.bundle.BundleRequest.Isolation;
import dev.lamina.agent.container.bundle.BundleRequest.Program;
import dev.lamina.agent.container.bundle.BundleWriter;
import dev.lamina.agent.container.bundle.EtcFiles;
import dev.lamina.agent.container.bundle.NetworkView;
import dev.lamina.agent.container.bundle.ResourceLimits;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.container.runtime.RuntimeFailure;
import dev.lamina.agent.container.runtime.RuntimeProcess;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.network.NetworkRequest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Runs steps by the OCI runtime itself, which waits for their end: there is nothing to outlive
/// this process.
public final class RuntimeStepRunner implements StepRunner {
  /// Keeps steps apart from containers, whose ids are hexadecimal.
  private static final String PREFIX = "step-";

  private final ContainerHost host;

  public RuntimeStepRunner(ContainerHost host) {
    this.host = host;
  }

  @Override
  public int run(Step step, StepOutput output) {
    var id = PREFIX + step.id();
    try {
      return run(id, step, output);
    } catch (RuntimeFailure e) {
      throw explained(step, e);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable, "running a step: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "the step was cancelled", e);
    }
  }

  private int run(String id, Step step, StepOutput output)
      throws IOException, InterruptedException {
    var bundle = host.layout().step(id);
    Files.createDirectories(bundle);
    Files.createDirectories(host.layout().home(id));
    try {
      writeBundle(id, step);
      return execute(id, output);
    } finally {
      // An interrupt must not keep the clean-up from running its own commands.
      var wasInterrupted = Thread.interrupted();
      release(id, step);
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeBundle(String id, Step step) throws IOException {
    var etc = new EtcFiles(host.layout().home(id));
    etc.writeHostname(step.hostname());
    etc.writeResolvConf(host.networks().resolvConf(step.network()));
    var view = connect(id, step, etc);
    host.bundles()
        .write(
            new BundleRequest(
                host.layout().step(id),
                step.root(),
                host.layout().home(id),
                host.cgroup(id),
                new Program(step.args(), step.env(), step.workingDir(), step.user(), false),
                new Isolation(
                    step.hostname(), view, false, limits(step.limits()), Security.DEFAULT),
                step.mounts().stream().map(RuntimeStepRunner::shown).toList()));
  }

  private static ResourceLimits limits(ContainerSpec.Limits limits) {
    return ResourceLimits.of(limits.cpus(), limits.memory(), limits.pids());
  }

  private static BundleMount shown(StepMount mount) {
    return switch (mount) {
      case StepMount.Bind(var source, var target, var isDirectory, var readOnly) ->
          BundleMount.bind(source, target, isDirectory, readOnly);
      case StepMount.Tmpfs(var target, var maxBytes) -> BundleMount.tmpfs(target, maxBytes);
    };
  }

  private NetworkView connect(String id, Step step, EtcFiles etc) throws IOException {
    return switch (step.network()) {
      case HOST -> {
        etc.writeHosts(step.hostname(), null);
        yield new NetworkView.Node();
      }
      case NONE -> {
        etc.writeHosts(step.hostname(), null);
        yield new NetworkView.Isolated();
      }
      case BRIDGE -> {
        var prepared = host.networks().prepare(new NetworkRequest(id, id, List.of()));
        etc.writeHosts(step.hostname(), host.networks().connect(id));
        yield new NetworkView.Joined(prepared.namespace());
      }
    };
  }

  private int execute(String id, StepOutput output) throws IOException, InterruptedException {
    try (var process =
        RuntimeProcess.run(
            host.runtime(), id, host.layout().step(id), output::stdout, output::stderr)) {
      return process.await();
    } catch (InterruptedException e) {
      host.groups().kill(host.cgroup(id));
      throw e;
    }
  }

  private void release(String id, Step step) throws IOException {
    new StepTeardown(host, id).stop();
    BundleWriter.tidy(host.layout().step(id), step.root());
    new StepTeardown(host, id).release();
  }

  private static AgentException explained(Step step, RuntimeFailure failure) {
    var lookup = new ProgramLookup(step.args().getFirst(), step.env(), step.workingDir());
    return lookup
        .explain(step.root())
        .<AgentException>map(
            finding -> new StartException(finding.exitCode(), finding.why(), failure))
        .orElseGet(() ->
            new AgentException(FailureReason.RuntimeUnavailable, failure.getMessage(), failure));
  }
}
