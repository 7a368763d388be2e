package dev.lamina.agent.task.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Makes lines of bytes as they come.
final class LineSplitter implements Consumer<ByteBuffer> {
  /// An object has 1.5 MiB at most.
  private static final int LONGEST = 8 << 20;

  private final Consumer<String> onLine;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineSplitter(Consumer<String> onLine) {
    this.onLine = onLine;
  }

  @Override
  public void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      var octet = bytes.get();
      if (octet == '\n') {
        onLine.accept(line.toString(UTF_8));
        line.reset();
      } else if (line.size() < LONGEST) {
        line.write(octet);
      } else {
        throw new ClusterException("a line of more than " + LONGEST + " bytes", true, null);
      }
    }
  }
}
