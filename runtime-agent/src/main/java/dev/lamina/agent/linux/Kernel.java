package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The one way into the kernel: libc's `syscall`, with its six arguments as integers.
///
/// Results follow the kernel's own convention: a negative one is the errno, negated. A call that a
/// signal interrupted is made again, so nobody above meets `EINTR`.
final class Kernel {
  /// The address that stands for C's null pointer.
  static final long NULL = 0;

  private static final FunctionDescriptor SIX_INTEGERS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SYSCALL = link();

  private Kernel() {}

  static long call(Syscall call, long a) {
    return call(call, a, 0, 0, 0, 0, 0);
  }

  static long call(Syscall call, long a, long b) {
    return call(call, a, b, 0, 0, 0, 0);
  }

  static long call(Syscall call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0, 0);
  }

  static long call(Syscall call, long a, long b, long c, long d) {
    return call(call, a, b, c, d, 0, 0);
  }

  static long call(Syscall call, long a, long b, long c, long d, long e) {
    return call(call, a, b, c, d, e, 0);
  }

  static long call(Syscall call, long a, long b, long c, long d, long e, long f) {
    long result;
    do {
      result = callOnce(call, a, b, c, d, e, f);
    } while (result == -Errno.EINTR.number());
    return result;
  }

  /// Linux frees the descriptor even when `close` reports an error, so it must never be repeated.
  static long close(long descriptor) {
    return callOnce(Syscall.CLOSE, descriptor, 0, 0, 0, 0, 0);
  }

  private static long callOnce(Syscall call, long a, long b, long c, long d, long e, long f) {
    var errno = Scratch.current().errno();
    try {
      var result = (long) SYSCALL.invokeExact(errno, call.number(), a, b, c, d, e, f);
      return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    } catch (Throwable impossible) {
      throw new LinkageError("calling " + call.label(), impossible);
    }
  }

  private static MethodHandle link() {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("syscall").orElseThrow();
    return linker.downcallHandle(
        symbol,
        SIX_INTEGERS,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }
}
