package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Set;

/// A file system being configured by the new mount API: `fsopen`, `fsconfig`, `fsmount`.
///
/// Its parameters have no common length limit, and the kernel explains a refusal in words, which
/// become part of the exception.
final class FileSystemContext implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 1;
  private static final int SET_STRING = 1;
  private static final int CREATE = 6;

  static final int MAX_VALUE_BYTES = 255;

  private final Descriptor descriptor;
  private final String type;

  private FileSystemContext(Descriptor descriptor, String type) {
    this.descriptor = descriptor;
    this.type = type;
  }

  static FileSystemContext open(String type) throws LinuxException {
    var result = Kernel.call(Syscall.FSOPEN, Scratch.current().first(type), CLOSE_ON_EXEC);
    var number = LinuxException.check(result, Syscall.FSOPEN, type);
    return new FileSystemContext(new Descriptor(number, type), type);
  }

  void set(String key, String value) throws LinuxException {
    var scratch = Scratch.current();
    check(
        Kernel.call(
            Syscall.FSCONFIG,
            descriptor.number(),
            SET_STRING,
            scratch.first(key),
            scratch.second(value),
            0),
        type + " option " + key + "=" + value);
  }

  /// Creates the file system and a mount of it, which has no place in the tree yet.
  Descriptor create(Set<MountAttribute> attributes) throws LinuxException {
    check(
        Kernel.call(Syscall.FSCONFIG, descriptor.number(), CREATE, Kernel.NULL, Kernel.NULL, 0),
        "creating " + type);
    var result =
        Kernel.call(
            Syscall.FSMOUNT, descriptor.number(), CLOSE_ON_EXEC, MountAttribute.bits(attributes));
    return new Descriptor(LinuxException.check(result, Syscall.FSMOUNT, type), type);
  }

  @Override
  public void close() {
    descriptor.closeQuietly();
  }

  private void check(long result, String what) throws LinuxException {
    if (result < 0) {
      throw new LinuxException((int) -result, Syscall.FSCONFIG.label(), what, log());
    }
  }

  /// Each read gives one message, as `e overlay: Unknown parameter 'x'`, until there is none.
  private String log() {
    var messages = new ArrayList<String>();
    var buffer = Scratch.current().transfer();
    long length;
    while ((length =
            Kernel.call(Syscall.READ, descriptor.number(), buffer.address(), buffer.byteSize()))
        > 0) {
      messages.add(new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), UTF_8).strip());
    }
    return String.join("; ", messages);
  }
}
