package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleRequest.Program;
import dev.lamina.agent.container.runtime.ExecProcess;
import dev.lamina.agent.container.runtime.RuntimeFailure;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One more process in a running container.
final class ContainerExec implements ContainerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerExec.class);
  private static final int BEFORE_THE_PROGRAM = 126;

  private final ContainerHost host;
  private final ContainerRecord container;
  private final Program program;
  private final Path directory;
  private final ExecProcess process;

  private ContainerExec(
      ContainerHost host,
      ContainerRecord container,
      Program program,
      Path directory,
      ExecProcess process) {
    this.host = host;
    this.container = container;
    this.program = program;
    this.directory = directory;
    this.process = process;
  }

  /// @throws AgentException `InvalidArgument` for a user or working directory that cannot be
  static ContainerExec start(ContainerHost host, ContainerRecord container, ExecSpec spec) {
    var directory = host.layout().exec(container.id(), UUID.randomUUID().toString());
    var bundle = new ContainerBundle(host, container);
    try {
      var program = program(bundle.runningProgram(), spec);
      Files.createDirectory(directory);
      var file = directory.resolve("process.json");
      bundle.writeProcess(file, program);
      var messages = directory.resolve("runtime.log");
      var runtime = host.runtime(container.id());
      var process = ExecProcess.start(runtime, container.id(), file, messages, spec.tty());
      if (!spec.interactive()) {
        process.input().close();
      }
      return new ContainerExec(host, container, program, directory, process);
    } catch (IOException e) {
      discard(directory);
      throw failed(container, e);
    } catch (AgentException e) {
      discard(directory);
      throw e;
    }
  }

  private static Program program(Program ofContainer, ExecSpec spec) {
    return new Program(
        spec.command(),
        Stream.concat(ofContainer.env().stream(), spec.env().stream()).toList(),
        Objects.requireNonNullElse(spec.workingDir(), ofContainer.workingDir()),
        Objects.requireNonNullElse(spec.user(), ofContainer.user()),
        spec.tty());
  }

  @Override
  public void copyOutput(OutputStream out, OutputStream err) throws IOException {
    process.copyOutput(out, err);
  }

  @Override
  public OutputStream input() {
    return process.input();
  }

  @Override
  public void resize(int rows, int columns) throws IOException {
    process.resize(rows, columns);
  }

  @Override
  public int await() {
    try {
      return process.await();
    } catch (RuntimeFailure e) {
      throw explained(e);
    } catch (InterruptedIOException | InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(
          FailureReason.Cancelled, "waiting for a process of container " + container.name(), e);
    } catch (IOException e) {
      throw failed(container, e);
    }
  }

  @Override
  public void close() {
    process.close();
    discard(directory);
  }

  private StartException explained(RuntimeFailure failure) {
    var lookup = new ProgramLookup(program.args().getFirst(), program.env(), program.workingDir());
    var finding =
        lookup
            .explain(host.layout().root(container.id()))
            .orElse(new ProgramLookup.Finding(BEFORE_THE_PROGRAM, failure.getMessage()));
    return new StartException(
        finding.exitCode(),
        "starting a process in container " + container.name() + ": " + finding.why(),
        failure);
  }

  /// The end of the container may have taken it away before.
  private static void discard(Path directory) {
    try {
      ContainerTeardown.removeTree(directory);
    } catch (IOException e) {
      LOG.debug("{} stays until the container ends: {}", directory, e.getMessage());
    }
  }

  private static AgentException failed(ContainerRecord container, IOException e) {
    return new AgentException(
        FailureReason.RuntimeUnavailable,
        "starting a process in container " + container.name() + ": " + e.getMessage(),
        e);
  }
}
