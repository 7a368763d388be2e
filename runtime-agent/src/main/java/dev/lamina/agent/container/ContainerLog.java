package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/// The log of a container: a file that conmon appends to, and replaces with an empty one when it
/// has grown to its limit.
final class ContainerLog {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path file;
  private final LogOptions options;
  private final OutputStream out;
  private final OutputStream err;

  /// Whether the last thing written to each stream was the end of a line.
  private boolean outAtStart = true;

  private boolean errAtStart = true;

  ContainerLog(Path file, LogOptions options, OutputStream out, OutputStream err) {
    this.file = file;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /// Waits for the end of the container.
  interface Running {
    /// Waits, for so long at most.
    ///
    /// @return whether it has ended
    boolean endsWithin(Duration time) throws InterruptedException;
  }

  /// Writes what there is, and with `follow` what comes until the container ends.
  void copy(Running container) throws IOException, InterruptedException {
    var skip = options.tail() < 0 ? 0 : Math.max(0, countLines() - options.tail());
    var hasEnded = !options.follow() || container.endsWithin(Duration.ZERO);
    Object key = null;
    do {
      try (var in = open()) {
        key = key();
        hasEnded = copy(in, skip, key, hasEnded, container);
        skip = 0;
      } catch (NoSuchFileException notYet) {
        hasEnded = hasEnded || container.endsWithin(POLL);
      }
    } while (!hasEnded);
  }

  /// Copies one file to its end, or until another one takes its place.
  private boolean copy(InputStream in, long skip, Object key, boolean ended, Running container)
      throws IOException, InterruptedException {
    var lines = new Lines(in);
    var hasEnded = ended;
    while (true) {
      var line = lines.next();
      if (line.isPresent()) {
        skip = write(line.get(), skip);
      } else if (hasEnded) {
        return true;
      } else if (!key.equals(key())) {
        return false;
      } else {
        flush();
        hasEnded = container.endsWithin(POLL);
      }
    }
  }

  /// @return how many lines are still to be passed over
  private long write(byte[] bytes, long skip) throws IOException {
    var line = LogLine.parse(bytes);
    if (line.isEmpty()) {
      return skip;
    }
    if (skip > 0) {
      return line.get().isWhole() ? skip - 1 : skip;
    }
    write(line.get());
    return 0;
  }

  private void write(LogLine line) throws IOException {
    var stream = line.isError() ? err : out;
    if (options.timestamps() && (line.isError() ? errAtStart : outAtStart)) {
      stream.write((line.time() + " ").getBytes(US_ASCII));
    }
    line.writeContent(stream);
    if (line.isWhole()) {
      stream.write('\n');
    }
    if (line.isError()) {
      errAtStart = line.isWhole();
    } else {
      outAtStart = line.isWhole();
    }
  }

  private void flush() throws IOException {
    out.flush();
    err.flush();
  }

  private long countLines() throws IOException {
    try (var in = open()) {
      var lines = new Lines(in);
      var count = 0L;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        count += LogLine.parse(line.get()).filter(LogLine::isWhole).isPresent() ? 1 : 0;
      }
      return count;
    } catch (NoSuchFileException empty) {
      return 0;
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private Object key() throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /// Whole lines of a file that may grow; the beginning of one is kept until its end is there.
  private static final class Lines {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(InputStream in) {
      this.in = in;
    }

    Optional<byte[]> next() throws IOException {
      for (var octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet == '\n') {
          var whole = line.toByteArray();
          line.reset();
          return Optional.of(whole);
        }
        line.write(octet);
      }
      return Optional.empty();
    }
  }
}
