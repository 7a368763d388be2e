package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.container.bundle.BundleRequest.Program;
import dev.lamina.agent.container.bundle.RuntimeSpec.Capabilities;
import dev.lamina.agent.container.bundle.RuntimeSpec.Mount;
import dev.lamina.agent.diff.Placeholder;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the document that an OCI runtime reads, and prepares the root file system for it.
public final class BundleWriter {
  static final String CONFIG = "config.json";
  static final String MOUNT_POINTS = "mount-points.json";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final boolean unifiedCgroups;
  private final @Nullable SeccompProfile seccomp;

  /// @param unifiedCgroups whether the node has cgroup v2 alone
  /// @param filtersSystemCalls whether the runtime can
  public BundleWriter(boolean unifiedCgroups, boolean filtersSystemCalls) {
    this.unifiedCgroups = unifiedCgroups;
    var arm64 = SeccompProfile.isArm64(System.getProperty("os.arch", ""));
    this.seccomp = filtersSystemCalls ? SeccompProfile.forMachine(arm64) : null;
  }

  /// Makes a root file system ready to run in and describes how.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` for a user or working
  ///   directory that cannot be, `InvalidImage` when the image is in the way
  public void write(BundleRequest request) throws IOException {
    try (var root = RootDirectory.open(request.root())) {
      var etc = EtcFiles.NAMES.stream().map(name -> "/etc/" + name).toList();
      var points = MountPoints.prepare(root, PseudoFileSystems.ALL, etc, request.mounts());
      try {
        points.save(request.directory().resolve(MOUNT_POINTS));
        var spec = spec(request, root, points);
        Files.write(request.directory().resolve(CONFIG), JSON.writeValueAsBytes(spec));
      } catch (IOException | RuntimeException e) {
        points.remove();
        throw e;
      }
    }
  }

  /// Writes the description of one more process, for the runtime's `exec`.
  ///
  /// @param root of the running container
  /// @throws dev.lamina.agent.failure.AgentException as [#write]
  public void writeProcess(
      Path file, Path root, Program program, String hostname, Security security)
      throws IOException {
    try (var open = RootDirectory.open(root)) {
      var cwd = WorkingDirectory.find(open, program.workingDir());
      Files.write(file, JSON.writeValueAsBytes(process(program, hostname, open, cwd, security)));
    }
  }

  /// Takes away what [#write] made in the root file system, which must still be mounted.
  public static void tidy(Path directory, Path root) throws IOException {
    try (var open = RootDirectory.open(root)) {
      MountPoints.removeRecorded(directory.resolve(MOUNT_POINTS), open);
    }
  }

  /// The variables of the process that a bundle describes.
  public static List<String> environment(Path directory) throws IOException {
    var env = new ArrayList<String>();
    var config = JSON.readTree(Files.readAllBytes(directory.resolve(CONFIG)));
    config.path("process").path("env").forEach(variable -> env.add(variable.asText()));
    return env;
  }

  /// What [#write] made in the root file system, while it is there.
  public static List<Placeholder> placeholders(Path directory) throws IOException {
    return MountPoints.recorded(directory.resolve(MOUNT_POINTS));
  }

  RuntimeSpec spec(BundleRequest request, RootDirectory root, MountPoints points)
      throws IOException {
    var isolation = request.isolation();
    return new RuntimeSpec(
        RuntimeSpec.VERSION,
        process(
            request.program(),
            isolation.hostname(),
            root,
            WorkingDirectory.prepare(root, request.program().workingDir()),
            isolation.security()),
        new RuntimeSpec.Root(request.root().toString(), isolation.readOnlyRoot()),
        isolation.hostname(),
        mounts(request, points),
        linux(request));
  }

  private static RuntimeSpec.ProcessSpec process(
      Program program, String hostname, RootDirectory root, String cwd, Security security)
      throws IOException {
    var user = UserDatabase.of(root).resolve(program.user());
    var environment = Environment.of(hostname, user.home(), program.tty()).with(program.env());
    return new RuntimeSpec.ProcessSpec(
        program.tty(),
        new RuntimeSpec.User(user.uid(), user.gid(), user.groups()),
        program.args(),
        environment.lines(),
        cwd,
        Capabilities.of(security.capabilities()),
        Rlimits.ofThisProcess(),
        security.noNewPrivileges());
  }

  private static List<Mount> mounts(BundleRequest request, MountPoints points) {
    var mounts = new ArrayList<>(ContainerDefaults.mounts());
    for (var name : EtcFiles.NAMES) {
      var source = request.etc().resolve(name).toString();
      var target = points.target("/etc/" + name);
      mounts.add(new Mount(target, "bind", source, List.of("bind", "rprivate", "nosuid", "nodev")));
    }
    request.mounts().stream()
        .sorted(Comparator.comparing(BundleMount::target))
        .map(mount -> mount.at(points.target(mount.target())))
        .forEach(mounts::add);
    return mounts;
  }

  private LinuxSpec linux(BundleRequest request) {
    var isolation = request.isolation();
    return new LinuxSpec(
        ContainerDefaults.namespaces(isolation.network(), unifiedCgroups),
        request.cgroup(),
        isolation.limits(),
        ContainerDefaults.sysctl(isolation.network()),
        isolation.security().filtersSystemCalls() ? seccomp : null,
        ContainerDefaults.MASKED_PATHS,
        ContainerDefaults.READONLY_PATHS);
  }
}
