package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A line of a log in conmon's format "k8s-file", which is CRI's: `time stream tag content`.
final class LogLine {
  private static final DateTimeFormatter DOCKER_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

  private final byte[] line;
  private final int stream;
  private final int tag;
  private final int content;

  private LogLine(byte[] line, int stream, int tag, int content) {
    this.line = line;
    this.stream = stream;
    this.tag = tag;
    this.content = content;
  }

  /// Reads a line without its end; empty if it is none.
  static Optional<LogLine> parse(byte[] line) {
    var stream = afterSpace(line, 0);
    var tag = stream == 0 ? 0 : afterSpace(line, stream);
    var content = tag == 0 ? 0 : afterSpace(line, tag);
    return content == 0 ? Optional.empty() : Optional.of(new LogLine(line, stream, tag, content));
  }

  boolean isError() {
    return text(stream, tag - 1).equals("stderr");
  }

  /// Whether a line of the container ends here; a long one comes in parts.
  boolean isWhole() {
    return line[tag] == 'F';
  }

  void writeContent(OutputStream out) throws IOException {
    out.write(line, content, line.length - content);
  }

  /// The time as Docker shows it: in UTC with nine digits.
  String time() {
    var written = text(0, stream - 1);
    try {
      return OffsetDateTime.parse(written)
          .withOffsetSameInstant(ZoneOffset.UTC)
          .format(DOCKER_TIME);
    } catch (DateTimeParseException e) {
      return written;
    }
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, US_ASCII);
  }

  /// Where the next field begins, 0 if there is none.
  private static int afterSpace(byte[] line, int from) {
    for (var i = from; i < line.length; i++) {
      if (line[i] == ' ') {
        return i + 1;
      }
    }
    return 0;
  }
}
