package dev.lamina.agent.container.runtime;

import java.io.IOException;
import java.util.regex.Pattern;

/// The OCI runtime refused, in its own words.
public class RuntimeFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /// A line of runc's log: `time="..." level=error msg="runc create failed: ..."`.
  private static final Pattern LOG_LINE =
      Pattern.compile("level=(?:error|fatal) msg=\"((?:[^\"\\\\]|\\\\.)*)\"");

  public RuntimeFailure(String message) {
    super(message);
  }

  /// The message; an IOException's may be absent, this one's never is.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// What matters of what a runtime wrote: the text of the last error.
  static String lastMessage(String written) {
    var message = written.strip();
    for (var match = LOG_LINE.matcher(written); match.find(); ) {
      message = match.group(1).replace("\\\"", "\"");
    }
    return message;
  }
}
