package dev.lamina.agent.build.plan;

import dev.lamina.agent.build.remote.GitSource;
import dev.lamina.agent.build.remote.RemoteSource;
import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.dockerfile.CopySpec;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// COPY or ADD as an operation.
///
/// @param keyword the name of the instruction
record CopyDispatch(
    Instruction instruction,
    String keyword,
    CopySpec spec,
    List<Op.CopySource> sources,
    boolean parents,
    boolean unpacksLocal,
    boolean unpacksRemote) {

  static CopyDispatch of(Instruction.Copy copy) {
    for (var source : copy.spec().sources()) {
      if (RemoteSource.isUrl(source)) {
        throw copy.location().error("source can't be a URL for COPY: " + source);
      }
      if (RemoteSource.isGit(source)) {
        throw copy.location().error("source can't be a git ref for COPY: " + source);
      }
    }
    var sources = copy.spec().sources().stream().map(CopyDispatch::local).toList();
    return new CopyDispatch(copy, "COPY", copy.spec(), sources, copy.parents(), false, false);
  }

  static CopyDispatch of(Instruction.Add add) {
    checkChecksum(add);
    var unpack = add.unpack();
    return new CopyDispatch(
        add,
        "ADD",
        add.spec(),
        add.spec().sources().stream().map(source -> source(add, source)).toList(),
        false,
        unpack == null || unpack,
        unpack != null && unpack);
  }

  private static Op.CopySource local(String path) {
    return new Op.CopySource.Local(path);
  }

  private static Op.CopySource source(Instruction.Add add, String source) {
    try {
      if (RemoteSource.isGit(source)) {
        var repository = GitSource.parse(source).withGitDirectory(add.keepGitDirectory());
        return new Op.CopySource.Git(repository.withCommit(add.checksum()));
      }
      return RemoteSource.isUrl(source) ? url(source, add.checksum()) : local(source);
    } catch (IllegalArgumentException e) {
      throw add.location().error(String.valueOf(e.getMessage()));
    } catch (AgentException e) {
      throw add.location().error(e.reason(), e.getMessage(), e);
    }
  }

  private static Op.CopySource url(String source, String checksum) {
    var uri = URI.create(source);
    var path = CleanPath.of(Objects.requireNonNullElse(uri.getPath(), ""));
    var name = path.substring(path.lastIndexOf('/') + 1);
    return new Op.CopySource.Url(
        uri,
        name.isEmpty() || name.equals(".") || name.equals("..") ? "__unnamed__" : name,
        checksum.isEmpty() ? null : Digest.parse(checksum));
  }

  private static void checkChecksum(Instruction.Add add) {
    if (add.checksum().isEmpty()) {
      return;
    }
    if (add.spec().sources().size() != 1) {
      throw add.location().error("checksum can't be specified for multiple sources");
    }
    var source = add.spec().sources().getFirst();
    if (!RemoteSource.isUrl(source) && !RemoteSource.isGit(source)) {
      throw add.location().error("checksum requires HTTP(S) or Git sources");
    }
  }

  Op.Copy op(String workingDir, Origin origin) {
    return new Op.Copy(origin, sources, spec.documents(), destination(workingDir), traits());
  }

  /// A link with a mode is a plain copy, as in BuildKit.
  private Op.CopyTraits traits() {
    checkExcludes();
    return new Op.CopyTraits(
        spec.chown(),
        mode(),
        spec.chmod(),
        spec.link() && spec.chmod().isEmpty(),
        parents,
        spec.excludes(),
        unpacksLocal,
        unpacksRemote);
  }

  private void checkExcludes() {
    try {
      PathPatterns.compile(spec.excludes());
    } catch (IllegalArgumentException e) {
      throw instruction.location().error("--exclude: " + e.getMessage());
    }
  }

  private Optional<ModeChange> mode() {
    try {
      return spec.chmod().isEmpty()
          ? Optional.empty()
          : Optional.of(ModeChange.parse(spec.chmod()));
    } catch (IllegalArgumentException e) {
      throw instruction.location().error(String.valueOf(e.getMessage()));
    }
  }

  /// Absolute; a trailing slash, or `/.`, is kept, because it means a directory.
  private String destination(String workingDir) {
    var written = spec.destination();
    var path = CleanPath.resolve(workingDir, written);
    var isDirectory =
        written.isEmpty() || written.equals(".") || written.endsWith("/") || written.endsWith("/.");
    return isDirectory && !path.equals("/") ? path + "/" : path;
  }

  String shown() {
    return InstructionText.of(instruction);
  }

  String history() {
    var text = new StringBuilder(keyword).append(parents ? " --parents" : "");
    if (!spec.chown().isEmpty()) {
      text.append(" --chown=").append(spec.chown());
    }
    if (!spec.chmod().isEmpty()) {
      text.append(" --chmod=").append(spec.chmod());
    }
    spec.sources().forEach(source -> text.append(' ').append(source));
    spec.documents().forEach(document -> text.append(" <<").append(document.name()));
    return text.append(' ').append(spec.destination()).toString();
  }
}
