package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.HealthCheckSpec;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.ImageConfig.History;
import dev.lamina.agent.image.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An image config in the making: what metadata instructions change.
public final class ImageDraft {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String HISTORY_COMMENT = "buildkit.dockerfile.v0";
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  private final Platform platform;
  private @Nullable String author;
  private final List<String> env = new ArrayList<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, Map<String, String>> exposedPorts = new TreeMap<>();
  private final Map<String, Map<String, String>> volumes = new TreeMap<>();
  private final List<String> onBuild = new ArrayList<>();
  private final List<History> history = new ArrayList<>();
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> cmd;
  private @Nullable List<String> shell;
  private ExecutionConfig.@Nullable Healthcheck healthcheck;
  private @Nullable Boolean argsEscaped;
  private @Nullable String stopSignal;
  private String workingDir = "";
  private String user = "";

  private ImageDraft(Platform platform) {
    this.platform = platform;
  }

  static ImageDraft ofScratch(Platform platform) {
    var draft = new ImageDraft(platform);
    draft.workingDir = "/";
    draft.env.add("PATH=" + DEFAULT_PATH);
    return draft;
  }

  /// A draft that inherits from a base image; its ONBUILD triggers are not inherited.
  ///
  /// @param layers how many layers the base has
  static ImageDraft of(ImageConfig base, int layers) {
    var draft = new ImageDraft(base.platform());
    var config = base.config();
    draft.author = base.author();
    draft.env.addAll(config.env());
    draft.labels.putAll(Objects.requireNonNullElse(config.labels(), Map.of()));
    draft.exposedPorts.putAll(Objects.requireNonNullElse(config.exposedPorts(), Map.of()));
    draft.volumes.putAll(Objects.requireNonNullElse(config.volumes(), Map.of()));
    draft.history.addAll(BaseHistory.matching(base, layers));
    draft.entrypoint = config.entrypoint();
    draft.cmd = config.cmd();
    draft.shell = config.shell();
    draft.healthcheck = config.healthcheck();
    draft.argsEscaped = config.argsEscaped();
    draft.stopSignal = config.stopSignal();
    draft.workingDir = Objects.requireNonNullElse(config.workingDir(), "");
    draft.user = Objects.requireNonNullElse(config.user(), "");
    return draft;
  }

  /// A draft that inherits from a stage.
  ImageDraft child() {
    var draft = new ImageDraft(platform);
    draft.author = author;
    draft.env.addAll(env);
    draft.labels.putAll(labels);
    draft.exposedPorts.putAll(exposedPorts);
    draft.volumes.putAll(volumes);
    draft.history.addAll(history);
    draft.entrypoint = entrypoint;
    draft.cmd = cmd;
    draft.shell = shell;
    draft.healthcheck = healthcheck;
    draft.argsEscaped = argsEscaped;
    draft.stopSignal = stopSignal;
    draft.workingDir = workingDir;
    draft.user = user;
    return draft;
  }

  Platform platform() {
    return platform;
  }

  List<String> env() {
    return List.copyOf(env);
  }

  String workingDir() {
    return workingDir;
  }

  String user() {
    return user;
  }

  /// The words in front of a command in shell form.
  List<String> shell() {
    return shell == null || shell.isEmpty() ? DEFAULT_SHELL : shell;
  }

  /// A name that is there keeps its place in the list.
  void setEnv(String name, String value) {
    var entry = name + "=" + value;
    for (var i = 0; i < env.size(); i++) {
      if (env.get(i).equals(name) || env.get(i).startsWith(name + "=")) {
        env.set(i, entry);
        return;
      }
    }
    env.add(entry);
  }

  void setLabel(String key, String value) {
    labels.put(key, value);
  }

  void setWorkingDir(String path) {
    workingDir = path;
  }

  void setUser(String name) {
    user = name;
  }

  void setShell(List<String> words) {
    shell = List.copyOf(words);
  }

  void setCmd(List<String> words) {
    cmd = List.copyOf(words);
    argsEscaped = true;
  }

  /// Sets the entrypoint.
  ///
  /// @param keepsCmd whether this stage has set CMD itself; an inherited one no longer fits
  void setEntrypoint(List<String> words, boolean keepsCmd) {
    entrypoint = words.isEmpty() ? null : List.copyOf(words);
    cmd = keepsCmd ? cmd : null;
  }

  void setHealthCheck(HealthCheckSpec spec) {
    healthcheck =
        new ExecutionConfig.Healthcheck(
            spec.test(),
            spec.interval().toNanos(),
            spec.timeout().toNanos(),
            spec.startPeriod().toNanos(),
            spec.startInterval().toNanos(),
            spec.retries());
  }

  void setStopSignal(String signal) {
    stopSignal = signal;
  }

  void setAuthor(String name) {
    author = name;
  }

  void expose(List<String> ports) {
    ports.forEach(port -> exposedPorts.put(port, Map.of()));
  }

  void addVolumes(List<String> paths) {
    paths.forEach(path -> volumes.put(path, Map.of()));
  }

  void addTrigger(String trigger) {
    onBuild.add(trigger);
  }

  void addMetadataHistory(String createdBy) {
    history.add(new History(null, createdBy, null, HISTORY_COMMENT, true));
  }

  void addLayerHistory(String createdBy) {
    history.add(new History(null, createdBy, null, HISTORY_COMMENT, false));
  }

  /// The config of the finished image. It depends on nothing but the instructions and the layers,
  /// so that a build from cache gives the same image.
  ///
  /// @param extraLabels labels of the build request, which win
  /// @param epoch the time to state instead of that of the layers
  public ImageConfig finish(
      LayerStack layers, Map<String, String> extraLabels, @Nullable Instant epoch) {
    labels.putAll(extraLabels);
    var dated = HistoryDates.fill(history, layers, epoch);
    return new ImageConfig(
        epoch == null ? HistoryDates.last(dated) : epoch,
        author,
        platform.architecture(),
        platform.os(),
        platform.variant(),
        platform.osVersion(),
        config(),
        ImageConfig.RootFs.of(layers.diffIds()),
        dated);
  }

  ExecutionConfig config() {
    return new ExecutionConfig(
        user.isEmpty() ? null : user,
        exposedPorts.isEmpty() ? null : exposedPorts,
        env,
        entrypoint,
        cmd,
        healthcheck,
        argsEscaped,
        volumes.isEmpty() ? null : volumes,
        workingDir.isEmpty() ? null : workingDir,
        labels.isEmpty() ? null : labels,
        stopSignal,
        onBuild.isEmpty() ? null : onBuild,
        shell);
  }
}
