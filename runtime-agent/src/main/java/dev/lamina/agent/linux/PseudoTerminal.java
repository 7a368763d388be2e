package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A pair of terminals, see pty(7): this process holds the one end, a program gets the other as a
/// device. It is in raw mode: what goes in comes out, for the program behind it has a terminal of
/// its own.
///
/// Reading blocks the thread, and a virtual one its carrier: read on a platform thread. It ends
/// when the last program has closed the device.
public final class PseudoTerminal implements AutoCloseable {
  private static final String MULTIPLEXER = "/dev/ptmx";
  private static final int READ_WRITE = 2;
  private static final int NO_CONTROLLING_TERMINAL = 0x100;
  private static final int TIOCGPTN = 0x80045430;
  private static final int TIOCSPTLCK = 0x40045431;
  private static final int TIOCSWINSZ = 0x5414;

  private final Descriptor descriptor;
  private final Path device;

  private PseudoTerminal(Descriptor descriptor, Path device) {
    this.descriptor = descriptor;
    this.device = device;
  }

  public static PseudoTerminal open() throws LinuxException {
    var descriptor = Descriptor.open(MULTIPLEXER, READ_WRITE | NO_CONTROLLING_TERMINAL);
    try {
      Scratch.current().structure().set(JAVA_INT, 0, 0);
      control(descriptor, TIOCSPTLCK);
      control(descriptor, TIOCGPTN);
      var number = Scratch.current().structure().get(JAVA_INT, 0);
      control(descriptor, Terminal.TCGETS);
      Terminal.makeRaw(Scratch.current().structure());
      control(descriptor, Terminal.TCSETS);
      return new PseudoTerminal(descriptor, Path.of("/dev/pts", String.valueOf(number)));
    } catch (LinuxException e) {
      descriptor.closeQuietly();
      throw e;
    }
  }

  /// What a program opens as its terminal.
  public Path device() {
    return device;
  }

  /// Sets the size; who is behind the device is to be told by SIGWINCH.
  public void resize(WindowSize size) throws LinuxException {
    var window = Scratch.current().structure();
    window.set(JAVA_SHORT, 0, (short) size.rows());
    window.set(JAVA_SHORT, 2, (short) size.columns());
    window.set(JAVA_INT, 4, 0);
    control(descriptor, TIOCSWINSZ);
  }

  /// Reads what was written to the device.
  ///
  /// @return how many bytes, or -1 when nobody has the device open any more
  public int read(byte[] bytes) throws LinuxException {
    var buffer = Scratch.current().transfer();
    var wanted = Math.min(bytes.length, buffer.byteSize());
    var result = Kernel.call(Syscall.READ, descriptor.number(), buffer.address(), wanted);
    if (result == -Errno.EIO.number()) {
      return -1;
    }
    var count = (int) descriptor.check(result, Syscall.READ);
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, count);
    return count == 0 ? -1 : count;
  }

  /// What is written here is typed into the device. A terminal has no end of input: closing it does
  /// nothing.
  public OutputStream input() {
    return new Input();
  }

  @Override
  public void close() {
    descriptor.closeQuietly();
  }

  private static void control(Descriptor descriptor, int request) throws LinuxException {
    var argument = Scratch.current().structure().address();
    var result =
        Kernel.call(Syscall.IOCTL, descriptor.number(), Integer.toUnsignedLong(request), argument);
    descriptor.check(result, Syscall.IOCTL);
  }

  private final class Input extends OutputStream {
    @Override
    public void write(int octet) throws LinuxException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws LinuxException {
      var buffer = Scratch.current().transfer();
      for (var done = 0; done < length; ) {
        var part = (int) Math.min(length - done, buffer.byteSize());
        MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
        var result = Kernel.call(Syscall.WRITE, descriptor.number(), buffer.address(), part);
        done += (int) descriptor.check(result, Syscall.WRITE);
      }
    }
  }
}
