package dev.lamina.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.ApiFixture.Result;
import dev.lamina.standalone.instance.StateLayout;
import dev.lamina.standalone.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/// Lamina as `bin/lamina up` of this build starts it, with the image `base` in its store, and the
/// real kubectl on it.
final class LaminaFixture implements AutoCloseable {
  /// Two cores may have much else to do.
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /// What is waited for needs the processor that a busy wait would take.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final int CONNECT_MILLIS = 250;
  private static final int LOG_TAIL = 60;

  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SOCKET = Pattern.compile("serving \\S+ on (\\S+)/agent\\.sock");

  private final Path scratch;
  private final String javaOptions;
  private final StateLayout state;
  private @Nullable ApiProxy proxy;

  private LaminaFixture(String javaOptions) throws IOException {
    this.javaOptions = javaOptions;
    this.scratch = Files.createTempDirectory(Path.of("/var/tmp"), "lamina-e2e-").toRealPath();
    this.state = new StateLayout(scratch.resolve("state"));
  }

  static LaminaFixture start() throws IOException {
    return start("");
  }

  /// @param javaOptions for the process that serves
  static LaminaFixture start(String javaOptions) throws IOException {
    Launchers.complete();
    var lamina = new LaminaFixture(javaOptions);
    try {
      lamina.up().succeeds();
      lamina.importBase();
      return lamina;
    } catch (AssertionError e) {
      lamina.close();
      throw e;
    }
  }

  /// Runs a script of the samples, which finds the cluster as these tests do and the agent's
  /// command line in `AGENT`.
  Result script(String name, Map<String, String> environment) {
    var script = process(List.of(sample(name).toString()));
    script.environment().putAll(environment);
    script.environment().put("AGENT", String.join(" ", agentCommand()));
    return ApiFixture.run(script, "", scratch);
  }

  private List<String> agentCommand() {
    var program = CHECKOUT.resolve("runtime-agent/bin/lamina-agent").toString();
    return List.of(program, "--state-dir", state.agent().toString());
  }

  /// From now on the agent's command line knows the password, without a word about it.
  void login(TestRegistry registry) throws IOException {
    var logins = Files.createDirectories(scratch.resolve(".docker")).resolve("config.json");
    Files.writeString(
        logins,
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
            .formatted(registry.host(), TestRegistry.auth()));
  }

  private void importBase() {
    var files = scratch.resolve("base").toString();
    command(sample("00-base-image/make-rootfs.sh").toString(), files).succeeds();
    agent("import", "--rootfs", files + "/rootfs.tar.gz", "--tag", "base").succeeds();
  }

  /// The agent's command line, which asks the agent that runs.
  Result agent(String... arguments) {
    return agentWith("", arguments);
  }

  /// @param input its standard input
  Result agentWith(String input, String... arguments) {
    var all = new ArrayList<>(agentCommand());
    all.addAll(Arrays.asList(arguments));
    return ApiFixture.run(process(all), input, scratch);
  }

  Result up() {
    forgetProxy();
    return lamina("up");
  }

  /// Another node with an agent that works for this cluster, in the end; closed by the caller.
  ExtraNode join(String name) throws IOException {
    apply(ExtraNode.manifest(name)).succeeds();
    return ExtraNode.start(name, scratch, state.kubeconfig(), javaOptions);
  }

  private Result lamina(String verb) {
    return command(
        CHECKOUT.resolve("standalone/bin/lamina").toString(),
        verb,
        "--state-dir",
        state.root().toString());
  }

  /// Its first process, which leads a process group.
  long pid() throws IOException {
    return Long.parseLong(Files.readString(state.root().resolve("lamina.lock")).strip());
  }

  /// Kills the whole process group, as the kernel would, and waits for its leader's end.
  void kill() throws IOException {
    var leader = ProcessHandle.of(pid()).orElseThrow();
    command("kill", "-KILL", "--", "-" + leader.pid()).succeeds();
    leader.onExit().join();
  }

  static Path sample(String name) {
    return CHECKOUT.resolve("samples").resolve(name);
  }

  /// An ImageBuild with an image of its own name.
  static String build(String name, String... dockerfile) {
    var manifest =
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageBuild
        metadata: {name: %1$s}
        spec:
          output: {images: [%1$s]}
          source:
            inline:
              dockerfile: |
        """
            .formatted(name);
    return manifest + String.join("\n", dockerfile).indent(10);
  }

  Result kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /// @param input what kubectl reads as `-f -`
  Result kubectlWith(String input, String... arguments) {
    var command = new ArrayList<>(List.of("kubectl"));
    command.addAll(Arrays.asList(arguments));
    return ApiFixture.run(process(command), input, scratch);
  }

  /// A kubectl that runs until it is destroyed.
  Process startKubectl(Path output, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("kubectl"));
    command.addAll(Arrays.asList(arguments));
    return process(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /// `kubectl lamina` of this build, as kubectl starts it.
  ///
  /// @param input its standard input
  Result pluginWith(String input, String... arguments) {
    var command = new ArrayList<>(List.of("kubectl", "lamina"));
    command.addAll(Arrays.asList(arguments));
    var process = process(command);
    var plugins = CHECKOUT.resolve("kubectl-lamina/bin");
    process.environment().merge("PATH", plugins + ":", (path, first) -> first + path);
    try {
      return ApiFixture.run(process, input, scratch);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + situation(), e);
    }
  }

  /// What a verb may wait for, and what is done about it.
  private String situation() {
    var objects = kubectl("get", "lamina", "-o", "yaml");
    try {
      var log = Files.readAllLines(state.log());
      var end = log.subList(Math.max(0, log.size() - LOG_TAIL), log.size());
      return objects.err() + objects.out() + String.join("\n", end);
    } catch (IOException e) {
      return objects.err() + objects.out() + e;
    }
  }

  Result apply(String manifest) {
    return kubectlWith(manifest, "apply", "-f", "-");
  }

  private Result command(String... command) {
    return ApiFixture.run(process(Arrays.asList(command)), "", scratch);
  }

  private ProcessBuilder process(List<String> command) {
    var builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().put("KUBECONFIG", state.kubeconfig().toString());
    builder.environment().put("HOME", scratch.toString());
    builder.environment().put("LAMINA_JAVA_OPTS", javaOptions);
    return builder;
  }

  JsonNode get(String object) {
    var json = kubectl("get", object, "-o", "json").succeeds().out();
    try {
      return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  /// The same without a kubectl of its own: for whoever looks again and again.
  JsonNode look(String object) {
    if (proxy == null) {
      try {
        proxy = new ApiProxy(process(List.of("kubectl", "proxy", "--port=0")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return proxy.get(object);
  }

  private void forgetProxy() {
    if (proxy != null) {
      proxy.close();
      proxy = null;
    }
  }

  /// Waits until the status speaks about the newest generation and has what is awaited.
  JsonNode await(String object, Predicate<JsonNode> awaited) {
    var deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      var seen = look(object);
      var status = seen.path("status");
      var current =
          status.path("observedGeneration").asLong() == seen.at("/metadata/generation").asLong();
      if (current && awaited.test(status)) {
        return status;
      }
      Assertions.assertTrue(
          System.nanoTime() < deadline, () -> object + " does not get there: " + seen);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  JsonNode ready(String object) {
    return await(object, status -> isTrue(status, "Ready"));
  }

  /// A run is ready while its container runs, and completed when that has ended well.
  JsonNode completed(String run) {
    return await(
        run, status -> condition(status, "Ready").path("reason").asText().equals("Completed"));
  }

  JsonNode stalled(String object) {
    return await(object, status -> isTrue(status, "Stalled"));
  }

  private static boolean isTrue(JsonNode status, String type) {
    return condition(status, type).path("status").asText().equals("True");
  }

  static JsonNode condition(JsonNode status, String type) {
    for (var condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return Json.object();
  }

  /// Whether each step came from the cache, by its instruction.
  static List<String> steps(JsonNode status) {
    var steps = new ArrayList<String>();
    for (var step : status.path("steps")) {
      var origin = step.path("cached").asBoolean() ? "cached " : "";
      steps.add(origin + step.path("instruction").asText() + " " + step.path("state").asText());
    }
    return steps;
  }

  static void awaitThat(String what, Duration limit, BooleanSupplier awaited) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!awaited.getAsBoolean()) {
      Assertions.assertTrue(System.nanoTime() < deadline, what);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// Whether a connection is anything but refused: what swallows it has not let go of the port.
  static boolean isOpen(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return e instanceof SocketTimeoutException;
    }
  }

  /// What a web server of this machine answers, once it listens.
  static String httpBody(int port) throws IOException {
    awaitThat("port " + port + " is open", DEADLINE, () -> isOpen(port));
    try (var body = URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Mount points of the agent: roots of containers and steps, network namespaces.
  List<String> mounts() {
    try {
      var below = List.of(runDirectory(), scratch + "/");
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ")[4])
          .filter(target -> below.stream().anyMatch(target::startsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The monitors and OCI runtimes that work for this agent.
  List<String> runtimeProcesses() {
    return processes(runDirectory());
  }

  /// What is in the agent's run directory of a container or step.
  List<String> traces(String id) {
    try (var files = Files.walk(Path.of(runDirectory()))) {
      return files.map(Path::toString).filter(path -> path.contains(id)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String runDirectory() {
    return servedDirectory().orElseThrow(() -> new AssertionError("no agent has served"));
  }

  private Optional<String> servedDirectory() {
    try {
      var log = Files.exists(state.log()) ? Files.readString(state.log()) : "";
      return SOCKET.matcher(log).results().map(found -> found.group(1) + "/").findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Command lines of this machine that have the text.
  static List<String> processes(String text) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.flatMap(process -> process.info().commandLine().stream())
          .filter(line -> line.contains(text))
          .toList();
    }
  }

  @Override
  public void close() {
    forgetProxy();
    if (Files.exists(state.kubeconfig())) {
      kubectl("delete", "containerruns", "--all", "--timeout=30s");
    }
    lamina("down").succeeds();
    servedDirectory().ifPresent(LaminaFixture::remove);
    remove(scratch.toString());
  }

  /// A mount that was left stays, with what is in it.
  private static void remove(String directory) {
    try {
      var command = new ProcessBuilder("rm", "-rf", "--one-file-system", directory);
      command.inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
