package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.Location;
import dev.lamina.agent.dockerfile.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The mounts of a RUN, with where their files come from.
final class MountDispatch {
  private static final String SECRETS = "/run/secrets/";
  private static final int SECRET_MODE = 0400;
  private static final int CACHE_MODE = 0755;

  private final Location at;
  private final String workingDir;
  private final FileSources files;
  private final ContextFiles contextFiles;
  private final List<Vertex> sources = new ArrayList<>();

  /// Prepares the mounts of one instruction.
  ///
  /// @param workingDir where relative targets start
  MountDispatch(Location at, String workingDir, FileSources files, ContextFiles contextFiles) {
    this.at = at;
    this.workingDir = workingDir;
    this.files = files;
    this.contextFiles = contextFiles;
  }

  /// Turns a part of a build context into a filesystem.
  @FunctionalInterface
  interface ContextFiles {
    Vertex filesystem(String context, String path, Location at);
  }

  /// The vertices that the mounts handed out so far read from.
  List<Vertex> sources() {
    return List.copyOf(sources);
  }

  List<RunMount> mounts(Instruction.Run run, StageState state) {
    return state.scope().mounts(run).stream().map(this::mount).toList();
  }

  private RunMount mount(Mount mount) {
    return switch (mount.type()) {
      case BIND -> new RunMount.Bind(origin(mount), source(mount), target(mount), mount.readOnly());
      case CACHE -> cache(mount);
      case TMPFS -> new RunMount.Tmpfs(target(mount), mount.sizeLimit());
      case SECRET -> secret(mount);
      case SSH -> new RunMount.Ssh(mount.id() == null ? "default" : mount.id(), mount.required());
    };
  }

  private RunMount cache(Mount mount) {
    var id = mount.id() == null || mount.id().isEmpty() ? CleanPath.of(mount.target()) : mount.id();
    return new RunMount.Cache(
        id,
        target(mount),
        Objects.requireNonNullElse(mount.sharing(), Mount.Sharing.SHARED),
        mount.readOnly(),
        mount.from() == null ? Origin.NOTHING : origin(mount),
        source(mount),
        mount.mode() != null || mount.uid() != null || mount.gid() != null,
        id(mount.uid()),
        id(mount.gid()),
        mount.mode() == null ? CACHE_MODE : mount.mode());
  }

  private RunMount secret(Mount mount) {
    var id = mount.source().isEmpty() ? mount.id() : mount.source();
    if (id == null || id.isEmpty()) {
      id = lastName(mount.target());
    }
    var env = mount.env();
    var isFile = env == null || !mount.target().isEmpty();
    return new RunMount.Secret(
        id,
        isFile ? secretTarget(mount, id) : null,
        env,
        mount.mode() == null ? SECRET_MODE : mount.mode(),
        id(mount.uid()),
        id(mount.gid()),
        mount.required());
  }

  private String secretTarget(Mount mount, String id) {
    return mount.target().isEmpty() ? SECRETS + lastName(id) : target(mount);
  }

  private Origin origin(Mount mount) {
    var from = mount.from() == null ? FilesOf.MAIN_CONTEXT : files.find(mount.from(), at);
    if (from.context() != null) {
      from = FilesOf.vertex(contextFiles.filesystem(from.context(), source(mount), at));
    }
    return from.in(sources);
  }

  private static String source(Mount mount) {
    return CleanPath.resolve("/", mount.source());
  }

  private String target(Mount mount) {
    var target = CleanPath.resolve(workingDir, mount.target());
    if (mount.target().isEmpty() || target.equals("/")) {
      throw at.error("invalid mount target \"%s\"".formatted(mount.target()));
    }
    return target;
  }

  private int id(@Nullable Long stated) {
    if (stated != null && stated > Integer.MAX_VALUE) {
      throw at.error("user or group id %d is larger than 2147483647".formatted(stated));
    }
    return stated == null ? 0 : stated.intValue();
  }

  private static String lastName(String path) {
    var clean = CleanPath.of(path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }
}
