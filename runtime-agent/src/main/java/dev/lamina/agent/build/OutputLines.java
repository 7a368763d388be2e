package dev.lamina.agent.build;

import dev.lamina.agent.container.StepRunner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Cuts the output of a command into lines, passes them on and remembers the last ones.
final class OutputLines implements StepRunner.StepOutput {
  private static final int REMEMBERED = 20;
  private static final int MAX_LINE_BYTES = 16 * 1024;

  private final BuildProgress.Step step;
  private final Secrets secrets;
  private final Line stdout = new Line(false);
  private final Line stderr = new Line(true);
  private final Deque<String> last = new ArrayDeque<>();

  OutputLines(BuildProgress.Step step, Secrets secrets) {
    this.step = step;
    this.secrets = secrets;
  }

  @Override
  public synchronized void stdout(byte[] bytes, int length) {
    stdout.append(bytes, length);
  }

  @Override
  public synchronized void stderr(byte[] bytes, int length) {
    stderr.append(bytes, length);
  }

  /// Passes on what came after the last line end.
  synchronized void finish() {
    stdout.finish();
    stderr.finish();
  }

  synchronized List<String> last() {
    return List.copyOf(last);
  }

  private void emit(boolean isError, String output) {
    var line = secrets.masked(output);
    if (last.size() == REMEMBERED) {
      last.removeFirst();
    }
    last.addLast(line);
    step.log(isError, line);
  }

  private final class Line {
    private final boolean isError;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Line(boolean isError) {
      this.isError = isError;
    }

    void append(byte[] output, int length) {
      for (var i = 0; i < length; i++) {
        if (output[i] == '\n') {
          emit();
        } else {
          bytes.write(output[i]);
        }
        if (bytes.size() == MAX_LINE_BYTES) {
          emit();
        }
      }
    }

    void finish() {
      if (bytes.size() > 0) {
        emit();
      }
    }

    private void emit() {
      var line = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      OutputLines.this.emit(
          isError, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
  }
}
