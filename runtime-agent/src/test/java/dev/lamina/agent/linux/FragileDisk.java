package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk whose power can be cut: what was not flushed is lost, as on a real one.
///
/// Two ext4 file systems, one in a file of the other. The inner one is the disk that the test
/// writes to; its loop device turns a flush of the inner journal into an fsync on the outer one,
/// and keeps everything else in memory. The cut is the outer file system's shutdown without a flush
/// of its log (`EXT4_IOC_SHUTDOWN`, which the kernel has for such tests): at one instant nothing
/// more reaches its file. After that both are mounted again and replay their journals.
///
/// So it shows what a missing fsync or syncfs loses, also where only the order was wrong, because
/// writes between two flushes are lost or kept in any mixture that the kernel happened to have
/// written back. It cannot show a disk that lies about its flushes, a sector that is torn, or what
/// another file system than ext4 would do; and what survives of unflushed writes is the kernel's
/// choice, so a run that passes proves less than one that fails.
public final class FragileDisk implements AutoCloseable {
  /// `_IOR('X', 125, __u32)`, and its argument for "do not even write the log".
  private static final long SHUTDOWN = 0x8004587DL;

  private static final int NO_LOG_FLUSH = 2;

  private final Path directory;

  private FragileDisk(Path directory) {
    this.directory = directory;
  }

  /// Makes the disk in a directory, and mounts it.
  public static FragileDisk make(Path directory, int mebibytes)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices");
    var disk = new FragileDisk(directory);
    Files.createDirectories(disk.outer());
    Files.createDirectories(disk.root());
    command("truncate", "-s", (mebibytes + 64) + "M", disk.file().toString());
    command("mkfs.ext4", "-q", "-F", disk.file().toString());
    disk.mountOuter();
    // Written, not only allocated: a flush of the inner disk then changes nothing of the outer one
    // but data.
    command("dd", "if=/dev/zero", "of=" + disk.innerFile(), "bs=1M", "count=" + mebibytes);
    command("mkfs.ext4", "-q", "-F", disk.innerFile().toString());
    command("sync", "-f", disk.outer().toString());
    disk.mountInner();
    return disk;
  }

  /// The directory whose files may be lost.
  public Path root() {
    return directory.resolve("disk");
  }

  /// From now on nothing is written; whoever still uses the disk gets errors.
  public void cutPower() throws IOException {
    var argument = Scratch.current().structure();
    argument.set(JAVA_INT, 0, NO_LOG_FLUSH);
    try (var open = Descriptor.open(outer().toString(), OpenFlags.DIRECTORY)) {
      LinuxException.check(
          Kernel.call(Syscall.IOCTL, open.number(), SHUTDOWN, argument.address()),
          Syscall.IOCTL,
          outer().toString());
    }
  }

  /// The disk as it is after the cut; nobody may use it any more.
  public void restorePower() throws IOException, InterruptedException {
    command("umount", root().toString());
    command("umount", outer().toString());
    mountOuter();
    mountInner();
  }

  @Override
  public void close() throws IOException {
    try {
      command("umount", root().toString());
      command("umount", outer().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("unmounting was interrupted", e);
    }
  }

  private void mountOuter() throws IOException, InterruptedException {
    command("mount", "-o", "loop", file().toString(), outer().toString());
  }

  /// Its log is written every second, so that names get to the disk long before their data.
  private void mountInner() throws IOException, InterruptedException {
    command("mount", "-o", "loop,commit=1", innerFile().toString(), root().toString());
  }

  private Path file() {
    return directory.resolve("disk.img");
  }

  private Path outer() {
    return directory.resolve("platter");
  }

  private Path innerFile() {
    return outer().resolve("disk.img");
  }

  private static void command(String... words) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", words) + ": " + output);
  }
}
