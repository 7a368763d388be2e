package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Reads a directory by `getdents64`, in the order of the file system.
final class Listing {
  private static final int NAME_OFFSET = 19;
  private static final int UNKNOWN = 0;

  private Listing() {}

  static List<DirectoryEntry> of(Descriptor directory, int enough) throws LinuxException {
    var entries = new ArrayList<DirectoryEntry>();
    var buffer = Scratch.current().transfer();
    // The position belongs to the open directory: reading through a new one always starts at 0.
    try (var reader = directory.openEntry(".", OpenFlags.DIRECTORY, 0)) {
      long length;
      do {
        var result =
            Kernel.call(Syscall.GETDENTS64, reader.number(), buffer.address(), buffer.byteSize());
        length = directory.check(result, Syscall.GETDENTS64);
        parse(directory, buffer.asSlice(0, length), entries);
      } while (length > 0 && entries.size() < enough);
    }
    return entries;
  }

  private static void parse(
      Descriptor directory, MemorySegment records, List<DirectoryEntry> entries)
      throws LinuxException {
    var offset = 0L;
    while (offset < records.byteSize()) {
      var length = Short.toUnsignedInt(records.get(JAVA_SHORT, offset + 16));
      var type = records.get(JAVA_BYTE, offset + 18);
      var name = name(records.asSlice(offset + NAME_OFFSET, length - NAME_OFFSET));
      if (!name.equals(".") && !name.equals("..")) {
        entries.add(new DirectoryEntry(name, type(directory, name, type)));
      }
      offset += length;
    }
  }

  private static String name(MemorySegment padded) {
    var length = 0;
    while (padded.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return FileNames.decode(padded.asSlice(0, length).toArray(JAVA_BYTE));
  }

  /// The kernel gives the type as `st_mode >> 12`, or not at all on some file systems.
  private static FileType type(Descriptor directory, String name, int type) throws LinuxException {
    return type == UNKNOWN
        ? FileStat.of(directory, name, OpenFlags.AT_SYMLINK_NOFOLLOW).type()
        : FileType.ofMode(type << 12);
  }
}
