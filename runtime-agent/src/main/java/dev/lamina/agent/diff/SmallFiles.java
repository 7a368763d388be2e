package dev.lamina.agent.diff;

import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.diff.NewFiles.Completion;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.RegularFile;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Writes and closes small files on a thread of its own, while the caller creates the next ones:
/// the kernel takes as long for the one as for the other.
///
/// Only open files are handed over, never names. So the order in which names come, go and are
/// linked is that of the archive, and a file that was replaced meanwhile is written for nothing.
/// Layers of a few files do not start the thread.
final class SmallFiles implements AutoCloseable {
  static final int MAX_BYTES = 64 * 1024;

  private static final int BATCH_BYTES = 4 * MAX_BYTES;
  private static final int BATCH_FILES = 16;
  private static final int BATCHES = 4;

  private final TarReader tar;
  private final BlockingQueue<Batch> filled = new ArrayBlockingQueue<>(BATCHES + 1);
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
  private Batch current = new Batch();
  private int allocated = 1;
  private @Nullable Thread thread;
  private volatile @Nullable FileFailure failure;

  /// @param tar the files' content is read from its current entry
  SmallFiles(TarReader tar) {
    this.tar = tar;
  }

  /// An open file, and where its content is.
  private record Pending(
      String entry, RegularFile file, Completion completion, int offset, int length) {}

  /// Files that go from one thread to the other together; without any it is the end.
  private static final class Batch {
    private final byte[] bytes = new byte[BATCH_BYTES];
    private final List<Pending> files = new ArrayList<>(BATCH_FILES);
    private int used;

    boolean hasRoomFor(int length) {
      return files.size() < BATCH_FILES && length <= BATCH_BYTES - used;
    }

    void clear() {
      files.clear();
      used = 0;
    }
  }

  /// Takes the file over, whatever happens.
  ///
  /// @param entry the one the archive stands at, of at most [#MAX_BYTES]
  void add(TarEntry entry, RegularFile file, Completion completion) throws IOException {
    var length = (int) entry.size();
    try {
      if (!current.hasRoomFor(length)) {
        handOver();
      }
      readContent(length);
    } catch (IOException | RuntimeException e) {
      closeQuietly(file);
      throw e;
    }
    current.files.add(new Pending(entry.name(), file, completion, current.used, length));
    current.used += length;
  }

  /// Waits until all files are written.
  void finish() throws IOException {
    var running = thread;
    if (running != null) {
      if (!current.files.isEmpty()) {
        handOver();
      }
      send(current);
      join(running);
      thread = null;
    } else {
      write(current);
    }
    requireNoFailure();
  }

  /// Ends the thread; what was not written by then is closed.
  @Override
  public void close() {
    var running = thread;
    if (running != null) {
      running.interrupt();
      joinUninterruptibly(running);
    }
    discard(current);
    filled.forEach(SmallFiles::discard);
  }

  private void readContent(int length) throws IOException {
    var end = current.used + length;
    for (var position = current.used; position < end; ) {
      var count = tar.read(current.bytes, position, end - position);
      if (count < 0) {
        throw new IllegalStateException("the entry is shorter than its size");
      }
      position += count;
    }
  }

  private void handOver() throws IOException {
    requireNoFailure();
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("unpack-files").start(this::writeAll);
    }
    send(current);
    current = nextBatch();
  }

  private void send(Batch batch) {
    try {
      filled.put(batch);
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  private Batch nextBatch() {
    try {
      var recycled = allocated < BATCHES ? free.poll() : free.take();
      allocated += recycled == null ? 1 : 0;
      return recycled == null ? new Batch() : recycled;
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  private void requireNoFailure() throws FileFailure {
    var failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void writeAll() {
    try {
      for (var batch = filled.take(); !batch.files.isEmpty(); batch = filled.take()) {
        write(batch);
        batch.clear();
        free.put(batch);
      }
    } catch (InterruptedException abandoned) {
      Thread.currentThread().interrupt();
    }
  }

  /// After a failure the rest is only closed.
  private void write(Batch batch) {
    for (var next : batch.files) {
      try (var file = next.file()) {
        if (failure == null) {
          file.write(batch.bytes, next.offset(), next.length());
          next.completion().apply(file.inode(), FileType.REGULAR);
        }
      } catch (IOException e) {
        failure = new FileFailure(next.entry(), e);
      } catch (RuntimeException | Error e) {
        failure = new FileFailure(next.entry(), new IOException("writing a file failed", e));
      }
    }
    batch.files.clear();
  }

  private static void discard(Batch batch) {
    batch.files.forEach(pending -> closeQuietly(pending.file()));
    batch.clear();
  }

  private static void closeQuietly(RegularFile file) {
    try {
      file.close();
    } catch (IOException of) {
      // It belongs to a layer that is being thrown away.
    }
  }

  private static void join(Thread running) {
    try {
      running.join();
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  private static void joinUninterruptibly(Thread running) {
    var isInterrupted = Thread.interrupted();
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static AgentException cancelled(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(FailureReason.Cancelled, "writing files was cancelled", e);
  }
}
