package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.CleanPath;
import dev.lamina.agent.dockerfile.CopySpec;
import dev.lamina.agent.dockerfile.Instruction;
import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.crds.failure.FailureReason;
import java.util.Optional;

/// COPY or ADD as an operation.
///
/// @param keyword the name of the instruction
/// @param unpacks whether archives are unpacked
record CopyDispatch(
    Instruction instruction, String keyword, CopySpec spec, CopyOrigin origin, boolean unpacks) {

  static CopyDispatch of(Instruction.Copy copy, CopyOrigin origin) {
    var dispatch = new CopyDispatch(copy, "COPY", copy.spec(), origin, false);
    dispatch.refuse(copy.parents(), "--parents");
    dispatch.refuseUnsupported();
    for (var source : copy.spec().sources()) {
      if (RemoteSource.isUrl(source)) {
        throw copy.location().error("source can't be a URL for COPY: " + source);
      }
      if (RemoteSource.isGit(source)) {
        throw copy.location().error("source can't be a git ref for COPY: " + source);
      }
    }
    return dispatch;
  }

  static CopyDispatch of(Instruction.Add add, CopyOrigin origin) {
    var unpacks = add.unpack() == null || add.unpack();
    var dispatch = new CopyDispatch(add, "ADD", add.spec(), origin, unpacks);
    dispatch.checkChecksum(add);
    for (var source : add.spec().sources()) {
      dispatch.refuse(RemoteSource.isGit(source), "a git repository as source");
      dispatch.refuse(RemoteSource.isUrl(source), "a URL as source");
    }
    dispatch.refuseUnsupported();
    return dispatch;
  }

  private void checkChecksum(Instruction.Add add) {
    if (add.checksum().isEmpty()) {
      return;
    }
    if (spec.sources().size() != 1) {
      throw add.location().error("checksum can't be specified for multiple sources");
    }
    var source = spec.sources().getFirst();
    if (!RemoteSource.isUrl(source) && !RemoteSource.isGit(source)) {
      throw add.location().error("checksum requires HTTP(S) or Git sources");
    }
  }

  private void refuseUnsupported() {
    refuse(spec.link(), "--link");
    refuse(!spec.excludes().isEmpty(), "--exclude");
  }

  private void refuse(boolean isUsed, String what) {
    if (isUsed) {
      throw instruction
          .location()
          .error(
              FailureReason.NotSupported,
              "%s: %s is not supported yet".formatted(keyword, what),
              null);
    }
  }

  Op.Copy op(String workingDir) {
    return new Op.Copy(
        origin.isContext() ? Op.Origin.CONTEXT : Op.Origin.INPUT,
        spec.sources(),
        spec.documents(),
        destination(workingDir),
        spec.chown(),
        mode(),
        spec.chmod(),
        unpacks);
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
    var text = new StringBuilder(keyword);
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
