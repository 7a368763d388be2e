package dev.lamina.agent.http;

import dev.lamina.agent.container.StartException;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A failure as the API states it.
///
/// @param exitCode of the process that failed, where one did
public record ApiError(String reason, String message, @Nullable Integer exitCode) {
  private static final Logger LOG = LoggerFactory.getLogger(ApiError.class);

  /// How a failure travels: alone as an answer, or as the last line of a stream.
  public record Envelope(ApiError error) {}

  /// The failure again, on the side of the caller.
  public static final class RemoteFailure extends AgentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Integer exitCode;

    RemoteFailure(ApiError error) {
      super(reasonOf(error), error.message());
      this.exitCode = error.exitCode();
    }

    public @Nullable Integer exitCode() {
      return exitCode;
    }
  }

  /// The failure as callers see it; what is nobody's fault but ours is logged.
  static ApiError of(Throwable failure) {
    return switch (failure) {
      case RemoteFailure remote ->
          new ApiError(remote.reason().name(), remote.getMessage(), remote.exitCode());
      case StartException start ->
          new ApiError(start.reason().name(), start.getMessage(), start.exitCode());
      case AgentException understood ->
          new ApiError(understood.reason().name(), understood.getMessage(), null);
      default -> {
        LOG.error("unexpected failure", failure);
        yield new ApiError(FailureReason.InternalError.name(), String.valueOf(failure), null);
      }
    };
  }

  int status() {
    return switch (reasonOf(this)) {
      case NotFound, ImageNotFound -> 404;
      case InvalidArgument,
          InvalidReference,
          DockerfileError,
          CopyFailed,
          InvalidImage,
          InvalidArchive,
          DigestMismatch,
          LimitExceeded ->
          400;
      case AlreadyExists, InUse -> 409;
      case NotSupported -> 501;
      default -> 500;
    };
  }

  private static FailureReason reasonOf(ApiError error) {
    return Arrays.stream(FailureReason.values())
        .filter(reason -> reason.name().equals(error.reason()))
        .findFirst()
        .orElse(FailureReason.InternalError);
  }
}
