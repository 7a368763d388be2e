package dev.lamina.agent.cli;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ContainerRequest;
import dev.lamina.agent.http.Json;
import dev.lamina.crds.failure.FailureReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run [OPTIONS] REF [ARG...]`: returns what the container returned.
@Command(
    name = "run",
    description = "Run a container.",
    synopsisHeading = "Usage: ",
    customSynopsis = "lamina-agent run [OPTIONS] REF [ARG...]")
final class RunCommand extends Verb implements PassesOn {
  private static final List<String> SECURITY_OPTIONS =
      List.of("no-new-privileges", "seccomp=unconfined");

  @Mixin private ProcessOptions process = new ProcessOptions();

  @Option(names = "--rm", description = "Remove it when it ends.")
  private boolean remove;

  @Option(
      names = {"-d", "--detach"},
      description = "In the background; prints the id.")
  private boolean detach;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the container.")
  private @Nullable String name;

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "[HOST:]CTR[/udp]",
      description = "Publish a port; without HOST on a free one.")
  private List<String> ports = List.of();

  @Option(names = "--hostname", paramLabel = "H", description = "Host name in the container.")
  private @Nullable String hostname;

  @Option(names = "--network", paramLabel = "N", description = "bridge (default), none or host.")
  private @Nullable String network;

  @Option(names = "--entrypoint", paramLabel = "CMD", description = "In place of the image's.")
  private @Nullable String entrypoint;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "K=V",
      description = "Label of the container.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--cpus", paramLabel = "N", description = "CPU limit in cores, such as 0.5.")
  private @Nullable Double cpus;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Memory limit.")
  private @Nullable String memory;

  @Option(names = "--pids-limit", paramLabel = "N", description = "Limit of processes.")
  private @Nullable Integer pids;

  @Option(
      names = "--pull",
      paramLabel = "WHEN",
      description = "missing (default), always or never: when to ask the image's registry.")
  private @Nullable String pull;

  @Option(names = "--read-only", description = "Root filesystem read-only.")
  private boolean readOnly;

  @Option(names = "--cap-add", paramLabel = "CAP", description = "Capability to add, or ALL.")
  private List<String> capAdd = List.of();

  @Option(names = "--cap-drop", paramLabel = "CAP", description = "Capability to drop, or ALL.")
  private List<String> capDrop = List.of();

  @Option(
      names = "--security-opt",
      paramLabel = "OPTION",
      description = "no-new-privileges or seccomp=unconfined.")
  private List<String> securityOptions = List.of();

  @Option(
      names = "--tmpfs",
      paramLabel = "PATH[:ro,size=N]",
      description = "A filesystem in memory.")
  private List<String> tmpfs = List.of();

  @Option(
      names = "--detach-keys",
      paramLabel = "KEYS",
      description = "What leaves it running (default: ${DEFAULT-VALUE}).",
      defaultValue = DetachKeys.DEFAULT)
  private String keys = DetachKeys.DEFAULT;

  @Parameters(index = "0", paramLabel = "REF", description = "The image.")
  private String image = "";

  @Parameters(index = "1..*", paramLabel = "ARG", description = "In place of the image's command.")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    try {
      return super.call();
    } catch (AgentException e) {
      return root().console().runFailed(e);
    }
  }

  @Override
  int run(ApiClient agent, Console console) {
    if (detach) {
      var pulls = new PullPrinter(image, console.err());
      var answer = agent.call("POST", "/v1/containers", request(console.caller()), pulls::print);
      console.print(Json.read(answer, Container.class).id());
      return 0;
    }
    return new Foreground(agent, console, DetachKeys.parse(keys)).run(request(console.caller()));
  }

  /// Whether an option is among those of `--security-opt`, which are these two.
  private boolean isAsked(String option) {
    for (var stated : securityOptions) {
      if (!SECURITY_OPTIONS.contains(stated)) {
        throw new AgentException(
            FailureReason.NotSupported,
            "--security-opt '" + stated + "': have " + SECURITY_OPTIONS);
      }
    }
    return securityOptions.contains(option);
  }

  private ContainerRequest request(Caller caller) {
    return new ContainerRequest(
        image,
        entrypoint == null ? null : entrypoint.isEmpty() ? List.of() : List.of(entrypoint),
        command.isEmpty() ? null : command,
        process.env(caller),
        ports,
        network,
        name,
        process.user(),
        process.workdir(),
        hostname,
        labels,
        cpus,
        memory,
        pids,
        readOnly,
        capAdd,
        capDrop,
        isAsked("no-new-privileges"),
        isAsked("seccomp=unconfined"),
        tmpfs,
        process.interactive(),
        process.interactive() && !detach,
        process.tty(),
        remove,
        false,
        !detach,
        pull,
        DockerLogin.file(caller));
  }
}
