package dev.lamina.agent.container;

import dev.lamina.agent.container.runtime.MonitoredContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// Where the files of containers are.
final class ContainerLayout {
  /// The path of a unix socket has 107 bytes at most, so its directory gets a short name.
  private static final int SOCKET_NAME_LENGTH = 16;

  /// Environments hold secrets, and who can write to an attach socket types into the container.
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path state;
  private final Path run;

  private ContainerLayout(Path state, Path run) {
    this.state = state;
    this.run = run;
  }

  /// Creates the directories. Real paths, as the kernel lists mounts by them.
  static ContainerLayout create(Path state, Path run) throws IOException {
    Files.createDirectories(state, PRIVATE);
    Files.createDirectories(run, PRIVATE);
    var layout = new ContainerLayout(state.toRealPath(), run.toRealPath());
    for (var directory : List.of(layout.bundles(), layout.steps(), layout.exits())) {
      Files.createDirectories(directory, PRIVATE);
    }
    for (var directory : List.of(layout.sockets(), layout.runtimeState(), layout.homes())) {
      Files.createDirectories(directory, PRIVATE);
    }
    return layout;
  }

  /// What lasts as long as the container does: its log, its files of `/etc`.
  Path home(String id) {
    return homes().resolve(id);
  }

  Path log(String id) {
    return home(id).resolve("container.log");
  }

  /// What exists while the container runs.
  Path bundle(String id) {
    return bundles().resolve(id);
  }

  /// A directory of the container's that lasts as long as it does.
  Path volume(String id, int number) {
    return home(id).resolve("volumes").resolve(String.valueOf(number));
  }

  /// Where images are mounted that it is shown.
  Path mounts(String id) {
    return bundle(id).resolve("mounts");
  }

  /// Files it is given; only in a bundle that is in memory.
  Path givenFiles(String id, int number) {
    return bundle(id).resolve("files").resolve(String.valueOf(number));
  }

  Path root(String id) {
    return rootOf(bundle(id));
  }

  Path rootOf(Path bundle) {
    return bundle.resolve("rootfs");
  }

  Path monitorPidFile(String id) {
    return bundle(id).resolve("conmon.pid");
  }

  Path exitFile(String id) {
    return exits().resolve(id);
  }

  /// Made by conmon when the kernel killed the container for want of memory.
  Path oomFile(String id) {
    return persist(id).resolve("oom");
  }

  /// Made when it is ended for what it holds on the disk.
  Path overrunFile(String id) {
    return persist(id).resolve("overrun");
  }

  Path terminalControl(String id) {
    return bundle(id).resolve("ctl");
  }

  Path attachSocket(String id) {
    return sockets().resolve(socketName(id)).resolve("attach");
  }

  /// conmon leaves a link there.
  Path attachDirectory(String id) {
    return sockets().resolve(socketName(id));
  }

  /// The bundle of a step of a build.
  Path step(String id) {
    return steps().resolve(id);
  }

  /// What exists while one more process of a container runs.
  Path exec(String id, String process) {
    return bundle(id).resolve("exec-" + process);
  }

  Path runtimeState() {
    return run.resolve("runtime");
  }

  /// Where the runtime keeps what it knows of a container: in its bundle if that is in memory, for
  /// it keeps a copy of `config.json`.
  Path runtimeState(String id) {
    var own = ownRuntimeState(id);
    return Files.isDirectory(own) ? own : runtimeState();
  }

  Path ownRuntimeState(String id) {
    return bundle(id).resolve("runtime");
  }

  /// Ids of the bundles there are, left behind or in use.
  List<String> bundleIds() throws IOException {
    return names(bundles());
  }

  List<String> stepIds() throws IOException {
    return names(steps());
  }

  MonitoredContainer monitored(ContainerRecord container) {
    var id = container.id();
    return new MonitoredContainer(
        id,
        container.name(),
        bundle(id),
        bundle(id).resolve("container.pid"),
        monitorPidFile(id),
        exits(),
        persist(id),
        sockets(),
        socketName(id),
        log(id),
        bundle(id).resolve("conmon.log"),
        container.spec().interactive(),
        container.spec().endsInputWithClient(),
        container.spec().tty());
  }

  Path persist(String id) {
    return bundle(id).resolve("persist");
  }

  private Path homes() {
    return state.resolve("containers");
  }

  private Path bundles() {
    return run.resolve("containers");
  }

  private Path steps() {
    return run.resolve("steps");
  }

  private Path exits() {
    return run.resolve("exits");
  }

  private Path sockets() {
    return run.resolve("attach");
  }

  private static String socketName(String id) {
    return id.substring(0, Math.min(SOCKET_NAME_LENGTH, id.length()));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
    }
  }
}
