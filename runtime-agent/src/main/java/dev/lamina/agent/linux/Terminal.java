package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The terminal at standard input in raw mode: every key goes to the reader at once and unseen.
/// Closing it gives the terminal its old mode back.
///
/// Works on the kernel's `struct termios`: four words of flags, the line discipline, 19 control
/// characters.
public final class Terminal implements AutoCloseable {
  public static final int STANDARD_INPUT = 0;
  public static final int STANDARD_OUTPUT = 1;

  static final int TCGETS = 0x5401;
  static final int TCSETS = 0x5402;
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TERMIOS_BYTES = 36;

  private static final int INPUT_FLAGS = 0;
  private static final int OUTPUT_FLAGS = 4;
  private static final int CONTROL_FLAGS = 8;
  private static final int LOCAL_FLAGS = 12;
  private static final int CONTROL_CHARACTERS = 17;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  /// IGNBRK, BRKINT, PARMRK, ISTRIP, INLCR, IGNCR, ICRNL, IXON: as cfmakeraw(3) clears them.
  private static final int COOKED_INPUT = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;

  private static final int OPOST = 0x1;

  /// ISIG, ICANON, ECHO, ECHONL, IEXTEN.
  private static final int COOKED_LOCAL = 0x1 | 0x2 | 0x8 | 0x40 | 0x8000;

  private static final int CSIZE_AND_PARENB = 0x30 | 0x100;
  private static final int CS8 = 0x30;

  private final byte[] before;

  private Terminal(byte[] before) {
    this.before = before;
  }

  public static boolean isTerminal(int descriptor) {
    return ioctl(descriptor, TCGETS) == 0;
  }

  /// Empty if there is no terminal or it does not know its size.
  public static Optional<WindowSize> size(int descriptor) {
    if (ioctl(descriptor, TIOCGWINSZ) < 0) {
      return Optional.empty();
    }
    var window = Scratch.current().structure();
    var rows = Short.toUnsignedInt(window.get(JAVA_SHORT, 0));
    var columns = Short.toUnsignedInt(window.get(JAVA_SHORT, 2));
    return rows == 0 ? Optional.empty() : Optional.of(new WindowSize(rows, columns));
  }

  /// Switches the terminal to raw mode.
  ///
  /// @throws LinuxException `ENOTTY` if standard input is no terminal
  public static Terminal raw() throws LinuxException {
    check(ioctl(STANDARD_INPUT, TCGETS));
    var termios = Scratch.current().structure();
    var before = termios.asSlice(0, TERMIOS_BYTES).toArray(JAVA_BYTE);
    makeRaw(termios);
    check(ioctl(STANDARD_INPUT, TCSETS));
    return new Terminal(before);
  }

  @Override
  public void close() throws LinuxException {
    MemorySegment.copy(before, 0, Scratch.current().structure(), JAVA_BYTE, 0, TERMIOS_BYTES);
    check(ioctl(STANDARD_INPUT, TCSETS));
  }

  static void makeRaw(MemorySegment termios) {
    change(termios, INPUT_FLAGS, COOKED_INPUT, 0);
    change(termios, OUTPUT_FLAGS, OPOST, 0);
    change(termios, CONTROL_FLAGS, CSIZE_AND_PARENB, CS8);
    change(termios, LOCAL_FLAGS, COOKED_LOCAL, 0);
    termios.set(JAVA_BYTE, CONTROL_CHARACTERS + VMIN, (byte) 1);
    termios.set(JAVA_BYTE, CONTROL_CHARACTERS + VTIME, (byte) 0);
  }

  private static void change(MemorySegment termios, int offset, int cleared, int set) {
    termios.set(JAVA_INT, offset, (termios.get(JAVA_INT, offset) & ~cleared) | set);
  }

  private static long ioctl(int descriptor, int request) {
    return Kernel.call(Syscall.IOCTL, descriptor, request, Scratch.current().structure().address());
  }

  private static void check(long result) throws LinuxException {
    LinuxException.check(result, Syscall.IOCTL, "terminal at standard input");
  }
}
