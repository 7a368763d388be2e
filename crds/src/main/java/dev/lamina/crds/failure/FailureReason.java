package dev.lamina.crds.failure;

import static dev.lamina.crds.failure.FailureClass.InputError;
import static dev.lamina.crds.failure.FailureClass.NodeError;
import static dev.lamina.crds.failure.FailureClass.RegistryError;
import static dev.lamina.crds.failure.FailureClass.UserError;

/// The reason of a failure: the `reason` of a condition, the word after `error:` on the command
/// line.
///
/// The names are API: users, alerts and GitOps tools match on them.
public enum FailureReason {
  /// An argument, option or field has a value that can never work.
  InvalidArgument(UserError, false),
  /// An image reference does not follow the grammar of the distribution specification.
  InvalidReference(UserError, false),
  /// The field or feature exists in the API and is not built yet.
  NotSupported(UserError, false),
  /// The Dockerfile does not parse, or an instruction cannot mean anything.
  DockerfileError(UserError, false),
  /// A source of COPY or ADD is missing or cannot be copied there.
  CopyFailed(UserError, false),
  /// A RUN instruction ended with a non-zero exit code.
  RunFailed(UserError, false),
  /// The process of a container could not be started: no such command, not executable.
  StartError(UserError, false),
  /// A container wrote more to the disk than it may, and was stopped.
  WritableLayerFull(UserError, false),
  /// A name or a host port is taken.
  AlreadyExists(UserError, false),
  /// What should be removed or changed is still in use.
  InUse(UserError, false),
  /// The work did not end within the deadline of its spec.
  DeadlineExceeded(UserError, false),

  /// No image of this name in the store, and none could be fetched.
  ImageNotFound(InputError, false),
  /// No container, build or other named object of this name.
  NotFound(InputError, false),
  /// The build context could not be read or fetched.
  ContextUnavailable(InputError, true),
  /// Bytes do not have the digest or size they were announced with.
  DigestMismatch(InputError, false),
  /// A manifest, index or config breaks the image specification.
  InvalidImage(InputError, false),
  /// A layer or archive is malformed, truncated, or tries to leave its root.
  InvalidArchive(InputError, false),
  /// The trust policy of the node refuses the image.
  TrustDenied(InputError, false),
  /// Input is larger, deeper or longer than the configured limit.
  LimitExceeded(InputError, false),

  /// A server did not answer or answered with an error that may pass.
  RegistryUnavailable(RegistryError, true),
  /// The server refuses the credentials, or asks for some.
  Unauthorized(RegistryError, false),
  /// The server asked to come back later.
  RateLimited(RegistryError, true),

  /// No space or no inodes left on the node.
  NoSpace(NodeError, true),
  /// The kernel of the node lacks what the work needs.
  KernelUnsupported(NodeError, true),
  /// The OCI runtime, conmon or a CNI plugin is missing or failed.
  RuntimeUnavailable(NodeError, true),
  /// The store failed in reading or writing.
  StoreFailed(NodeError, true),
  /// Another process works on the same state directory.
  StoreLocked(NodeError, true),
  /// A process ran out of memory.
  OutOfMemory(NodeError, true),
  /// The agent of the node is gone.
  AgentLost(NodeError, true),
  /// No node fits the placement.
  NoNodeAvailable(NodeError, true),

  /// Someone asked for the work to stop.
  Cancelled(UserError, false),
  /// A defect of Lamina: please report it.
  InternalError(FailureClass.InternalError, true);

  private final FailureClass failureClass;
  private final boolean retryable;

  FailureReason(FailureClass failureClass, boolean retryable) {
    this.failureClass = failureClass;
    this.retryable = retryable;
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  /// Whether the same work, unchanged, may succeed later.
  public boolean retryable() {
    return retryable;
  }
}
