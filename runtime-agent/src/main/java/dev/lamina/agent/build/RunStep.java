package dev.lamina.agent.build;

import dev.lamina.agent.build.plan.Op;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.container.StartException;
import dev.lamina.agent.container.StepRunner;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The command of a RUN.
record RunStep(StepRunner runner, Vertex vertex, Op.Run op, Secrets secrets, Limits limits) {

  void on(Path root, StepMounts mounts, BuildProgress.Step step) {
    var output = new OutputLines(step, secrets);
    var exitCode = 0;
    try {
      exitCode = runner.run(command(root, mounts), output);
    } catch (StartException e) {
      throw failed(step, e.exitCode(), e.getMessage(), List.of(e.getMessage()), e);
    } finally {
      output.finish();
    }
    if (exitCode != 0) {
      var what =
          "process \"%s\" did not complete successfully: exit code: %d"
              .formatted(String.join(" ", op.args()), exitCode);
      throw failed(step, exitCode, what, output.last(), null);
    }
  }

  private StepRunner.Step command(Path root, StepMounts mounts) {
    return new StepRunner.Step(
        UUID.randomUUID().toString(),
        root,
        op.args(),
        environment(mounts),
        op.workingDir(),
        op.user(),
        op.hostname(),
        op.network(),
        limits,
        mounts.mounts());
  }

  /// Proxy settings win over variables of the same name, secrets over both.
  private List<String> environment(StepMounts mounts) {
    var environment = new LinkedHashMap<String, String>();
    for (var entry : op.env()) {
      environment.put(name(entry), entry);
    }
    for (var entry : op.proxyEnv()) {
      environment.put(name(entry), entry);
    }
    for (var entry : mounts.environment()) {
      environment.put(name(entry), entry);
    }
    return List.copyOf(environment.values());
  }

  private static String name(String entry) {
    return entry.substring(0, entry.indexOf('='));
  }

  private BuildException failed(
      BuildProgress.Step step,
      int exitCode,
      String what,
      List<String> lastLines,
      @Nullable Throwable cause) {
    var placed = vertex.location().error(FailureReason.RunFailed, what, cause);
    return new BuildException(
        new BuildFailure(
            FailureReason.RunFailed,
            what,
            step.number(),
            placed.line(),
            placed.instruction(),
            exitCode,
            lastLines),
        placed.getMessage(),
        cause);
  }
}
