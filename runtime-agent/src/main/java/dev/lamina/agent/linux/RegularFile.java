package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/// An open regular file, read or written from its start on.
public final class RegularFile implements AutoCloseable {
  private static final int SEEK_CURRENT = 1;
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  private final Descriptor descriptor;

  RegularFile(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Opens what a path-only descriptor stands for, once it is known to be a regular file: opening a
  /// FIFO can hang and opening a device can do anything.
  static RegularFile open(Descriptor inode, int access) throws LinuxException {
    if (!FileStat.of(inode, "", OpenFlags.AT_EMPTY_PATH).isRegular()) {
      throw new LinuxException(
          Errno.EINVAL.number(), "open", inode.path(), "it is not a regular file");
    }
    var address = Scratch.current().first(inode.procPath());
    var flags = access | OpenFlags.CLOSE_ON_EXEC;
    var result = Kernel.call(Syscall.OPENAT, OpenFlags.AT_FDCWD, address, flags);
    return new RegularFile(new Descriptor(inode.check(result, Syscall.OPENAT), inode.path()));
  }

  /// Its metadata; set it here, while the file is open, and no name is looked up again.
  public Inode inode() {
    return new OpenInode(descriptor);
  }

  /// Reads at least one byte and says how many it were, or -1 at the end of the file.
  public int read(byte[] bytes, int offset, int length) throws LinuxException {
    if (length == 0) {
      return 0;
    }
    var buffer = Scratch.current().transfer();
    var wanted = Math.min(length, buffer.byteSize());
    var result = Kernel.call(Syscall.READ, descriptor.number(), buffer.address(), wanted);
    var count = (int) descriptor.check(result, Syscall.READ);
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, offset, count);
    return count == 0 ? -1 : count;
  }

  public void write(byte[] bytes, int offset, int length) throws LinuxException {
    var buffer = Scratch.current().transfer();
    for (var done = 0; done < length; ) {
      var part = (int) Math.min(length - done, buffer.byteSize());
      MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
      writeAll(buffer.address(), part);
      done += part;
    }
  }

  /// Writes what remains in the buffer; a direct one is not copied.
  public void write(ByteBuffer bytes) throws LinuxException {
    if (bytes.isDirect()) {
      writeDirect(bytes);
    } else {
      write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    bytes.position(bytes.limit());
  }

  /// Moves the position on; what is written next leaves a hole before it.
  public void skip(long count) throws LinuxException {
    var result = Kernel.call(Syscall.LSEEK, descriptor.number(), count, SEEK_CURRENT);
    descriptor.check(result, Syscall.LSEEK);
  }

  /// Where the next byte is read or written.
  long position() throws LinuxException {
    var result = Kernel.call(Syscall.LSEEK, descriptor.number(), 0, SEEK_CURRENT);
    return descriptor.check(result, Syscall.LSEEK);
  }

  /// Cuts the file to this size, or extends it with a hole.
  public void truncate(long size) throws LinuxException {
    var result = Kernel.call(Syscall.FTRUNCATE, descriptor.number(), size);
    descriptor.check(result, Syscall.FTRUNCATE);
  }

  /// Appends the whole content of another file: shared blocks where the file system can share, a
  /// copy inside the kernel where it can do that, and bytes through this process elsewhere.
  public void copyFrom(RegularFile source) throws LinuxException {
    FileCopy.copy(source.descriptor, descriptor);
  }

  /// Makes content and metadata durable; a failure here is a failure of the write.
  public void sync() throws LinuxException {
    descriptor.check(Kernel.call(Syscall.FSYNC, descriptor.number()), Syscall.FSYNC);
  }

  /// Asks the kernel to begin writing to the disk what it holds of this file, and does not wait: a
  /// later sync has less to do. It promises nothing, so it cannot fail: the sync tells what went
  /// wrong. See sync_file_range(2).
  public void startWriteback() {
    var _ = Kernel.call(Syscall.SYNC_FILE_RANGE, descriptor.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
  }

  /// Closing the stream closes the file.
  public InputStream inputStream() {
    return new FileInput(this);
  }

  /// Closing the stream closes the file. It does not buffer: write in large pieces.
  public OutputStream outputStream() {
    return new FileOutput(this);
  }

  @Override
  public void close() throws LinuxException {
    descriptor.close();
  }

  private void writeDirect(ByteBuffer bytes) throws LinuxException {
    try {
      writeAll(MemorySegment.ofBuffer(bytes).address(), bytes.remaining());
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  private void writeAll(long address, long length) throws LinuxException {
    for (var done = 0L; done < length; ) {
      var result = Kernel.call(Syscall.WRITE, descriptor.number(), address + done, length - done);
      done += descriptor.check(result, Syscall.WRITE);
    }
  }
}
