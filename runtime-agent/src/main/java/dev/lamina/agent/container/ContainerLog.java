package dev.lamina.agent.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RegularFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The log of a container: a file that conmon appends to, and replaces with an empty one when it
/// has grown to its limit.
final class ContainerLog {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final String name;
  private final LogOptions options;
  private final OutputStream out;
  private final OutputStream err;

  /// Whether the last thing written to each stream was the end of a line.
  private boolean outAtStart = true;

  private boolean errAtStart = true;

  ContainerLog(Path file, LogOptions options, OutputStream out, OutputStream err) {
    this.directory = requireNonNull(file.getParent());
    this.name = String.valueOf(file.getFileName());
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
    do {
      try (var opened = open()) {
        hasEnded = copy(opened, skip, hasEnded, container);
        skip = 0;
      } catch (LinuxException e) {
        requireMissing(e);
        hasEnded = hasEnded || container.endsWithin(POLL);
      }
    } while (!hasEnded);
  }

  /// Copies one file to its end, or until another one takes its place: nothing is added to it then,
  /// but something may have been since it was read last.
  ///
  /// @return whether there is nothing more to come
  private boolean copy(RegularFile opened, long skip, boolean ended, Running container)
      throws IOException, InterruptedException {
    var lines = new Lines(new BufferedInputStream(opened.inputStream(), BUFFER_BYTES));
    var hasEnded = ended;
    var left = copy(lines, skip);
    while (options.follow()) {
      if (isReplaced(opened)) {
        copy(lines, left);
        return false;
      }
      if (hasEnded) {
        return true;
      }
      flush();
      hasEnded = container.endsWithin(POLL);
      left = copy(lines, left);
    }
    return true;
  }

  /// Copies the lines there are.
  private long copy(Lines lines, long skip) throws IOException {
    var left = skip;
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      left = write(line.get(), left);
    }
    return left;
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
    try (var opened = open()) {
      var lines = new Lines(new BufferedInputStream(opened.inputStream(), BUFFER_BYTES));
      var count = 0L;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        count += LogLine.parse(line.get()).filter(LogLine::isWhole).isPresent() ? 1 : 0;
      }
      return count;
    } catch (LinuxException e) {
      requireMissing(e);
      return 0;
    }
  }

  private RegularFile open() throws LinuxException {
    try (var home = Directory.open(directory)) {
      return home.openFile(name);
    }
  }

  private boolean isReplaced(RegularFile opened) throws LinuxException {
    try (var home = Directory.open(directory)) {
      var stat = opened.inode().stat();
      return home.find(name)
          .filter(now -> now.inode() == stat.inode() && now.device() == stat.device())
          .isEmpty();
    } catch (LinuxException e) {
      requireMissing(e);
      return true;
    }
  }

  private static void requireMissing(LinuxException e) throws LinuxException {
    if (!e.isNotFound()) {
      throw e;
    }
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
