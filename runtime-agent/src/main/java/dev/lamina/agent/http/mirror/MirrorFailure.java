package dev.lamina.agent.http.mirror;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refusal, with its code in the words of the distribution-spec, "Error Codes".
final class MirrorFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The codes that a mirror has a use for.
  enum Code {
    BLOB_UNKNOWN(404),
    MANIFEST_UNKNOWN(404),
    NAME_UNKNOWN(404),
    DIGEST_INVALID(400),
    NAME_INVALID(400),
    UNSUPPORTED(405),
    UNKNOWN(500);

    private final int status;

    Code(int status) {
      this.status = status;
    }
  }

  /// The body of a refusal.
  record Errors(List<Entry> errors) {
    Errors {
      errors = List.copyOf(errors);
    }
  }

  record Entry(String code, String message) {}

  private final Code code;

  MirrorFailure(Code code, @Nullable String message) {
    this(code, message, null);
  }

  MirrorFailure(Code code, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  int status() {
    return code.status;
  }

  Errors body() {
    return new Errors(List.of(new Entry(code.name(), String.valueOf(getMessage()))));
  }
}
