package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A connected unix socket that keeps the borders of packets, which the JDK does not have: conmon
/// offers one to attach to a container.
///
/// Reading blocks the thread, and a virtual one its carrier: read on a platform thread. [#close]
/// from another thread ends a waiting read.
public final class SeqpacketSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// `sun_path` has 108 bytes, the final NUL included.
  private static final int MAX_ADDRESS_BYTES = 107;

  private final Descriptor descriptor;

  private SeqpacketSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static SeqpacketSocket connect(Path path) throws LinuxException {
    var result = Kernel.call(Syscall.SOCKET, AF_UNIX, SOCK_SEQPACKET | OpenFlags.CLOSE_ON_EXEC, 0);
    var number = LinuxException.check(result, Syscall.SOCKET, path.toString());
    var socket = new SeqpacketSocket(new Descriptor(number, path.toString()));
    try {
      socket.connectTo(path);
      return socket;
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  /// Receives one packet; what does not fit into `bytes` is lost.
  ///
  /// @return the length of the packet, or -1 when the other side has closed, read our last or not
  public int read(byte[] bytes) throws LinuxException {
    var buffer = Scratch.current().transfer();
    var wanted = Math.min(bytes.length, buffer.byteSize());
    var result =
        Kernel.call(
            Syscall.RECVFROM,
            descriptor.number(),
            buffer.address(),
            wanted,
            0,
            Kernel.NULL,
            Kernel.NULL);
    if (result == -Errno.ECONNRESET.number()) {
      return -1;
    }
    var count = (int) descriptor.check(result, Syscall.RECVFROM);
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, count);
    return count == 0 ? -1 : count;
  }

  /// Sends one packet.
  public void write(byte[] bytes, int offset, int length) throws LinuxException {
    var buffer = Scratch.current().transfer();
    MemorySegment.copy(bytes, offset, buffer, JAVA_BYTE, 0, length);
    var result =
        Kernel.call(
            Syscall.SENDTO,
            descriptor.number(),
            buffer.address(),
            length,
            MSG_NOSIGNAL,
            Kernel.NULL,
            0);
    descriptor.check(result, Syscall.SENDTO);
  }

  /// Tells the other side that nothing more will be written.
  public void shutdownOutput() throws LinuxException {
    var result = Kernel.call(Syscall.SHUTDOWN, descriptor.number(), SHUT_WR);
    descriptor.check(result, Syscall.SHUTDOWN);
  }

  @Override
  public void close() {
    if (descriptor.isOpen()) {
      Kernel.call(Syscall.SHUTDOWN, descriptor.number(), SHUT_RDWR);
      descriptor.closeQuietly();
    }
  }

  private void connectTo(Path path) throws LinuxException {
    if (FileNames.encode(path.toString()).length <= MAX_ADDRESS_BYTES) {
      connectTo(path.toString());
      return;
    }
    var parent = path.toAbsolutePath().getParent();
    var directory = Descriptor.open(String.valueOf(parent), OpenFlags.PATH_ONLY);
    try {
      connectTo(directory.procPath() + "/" + path.getFileName());
    } finally {
      directory.closeQuietly();
    }
  }

  private void connectTo(String address) throws LinuxException {
    var name = FileNames.encode(address);
    if (name.length > MAX_ADDRESS_BYTES) {
      throw new LinuxException(Errno.ENAMETOOLONG.number(), "connect", descriptor.path());
    }
    var socketAddress = Scratch.current().structure();
    socketAddress.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, socketAddress, JAVA_BYTE, Short.BYTES, name.length);
    socketAddress.set(JAVA_BYTE, Short.BYTES + name.length, (byte) 0);
    var length = Short.BYTES + name.length + 1;
    var result = Kernel.call(Syscall.CONNECT, descriptor.number(), socketAddress.address(), length);
    descriptor.check(result, Syscall.CONNECT);
  }
}
