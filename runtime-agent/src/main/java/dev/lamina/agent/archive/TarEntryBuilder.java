package dev.lamina.agent.archive;

import static dev.lamina.agent.archive.TarEntryType.BLOCK_DEVICE;
import static dev.lamina.agent.archive.TarEntryType.CHARACTER_DEVICE;
import static dev.lamina.agent.archive.TarEntryType.DIRECTORY;
import static dev.lamina.agent.archive.TarEntryType.FIFO;
import static dev.lamina.agent.archive.TarEntryType.FILE;
import static dev.lamina.agent.archive.TarEntryType.HARD_LINK;
import static dev.lamina.agent.archive.TarEntryType.SYMBOLIC_LINK;

import dev.lamina.agent.linux.FileNames;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts one entry together from its header and the extension headers before it.
///
/// Two extensions of one kind for the same entry are refused: readers disagree on which one counts.
final class TarEntryBuilder {
  private static final int MAX_DEVICE_MAJOR = 0xFFF;
  private static final int MAX_DEVICE_MINOR = 0xFFFFF;

  /// The id above the largest one; to the kernel it means "leave as it is".
  private static final long NO_ID = 0xFFFF_FFFFL;

  private final ArchiveLimits limits;
  private final SparseMap.BlockSource blocks;
  private @Nullable PaxRecords pax;
  private byte @Nullable [] longName;
  private byte @Nullable [] longLink;
  private long spent;
  private long storedBytes;
  private ContentCursor content = ContentCursor.EMPTY;

  TarEntryBuilder(ArchiveLimits limits, SparseMap.BlockSource blocks) {
    this.limits = limits;
    this.blocks = blocks;
  }

  /// Accounts for header bytes before they are read.
  void spend(long bytes) {
    if (bytes > limits.headerBytes() - spent) {
      throw Refusal.beyond("more header bytes for one entry", limits.headerBytes());
    }
    spent += bytes;
  }

  void addPax(byte[] header) {
    requireFirst(pax);
    pax = PaxRecords.parse(header);
  }

  void addLongName(byte[] name) {
    requireFirst(longName);
    longName = name;
  }

  void addLongLink(byte[] name) {
    requireFirst(longLink);
    longLink = name;
  }

  void requireUnused() {
    if (pax != null || longName != null || longLink != null) {
      throw Refusal.malformed("tar: the archive ends after an extension header");
    }
  }

  TarEntry build(TarHeader header) throws IOException {
    var records = pax == null ? PaxRecords.NONE : pax;
    var name = nameOf(header, records);
    var type = typeOf(header, name);
    var fileSize = type == FILE ? readContentMap(header, records) : 0;
    var modified = records.find("mtime");
    return new TarEntry(
        type,
        name,
        type.isLink() ? checkedName(linkNameOf(header, records)) : "",
        header.permissions(),
        checkedId(number(records, "uid", header.uid())),
        checkedId(number(records, "gid", header.gid())),
        modified == null ? TarNumber.time(header.modifiedSeconds()) : TarNumber.parseTime(modified),
        fileSize,
        type.isDevice() ? checkedDevice(header.major(), MAX_DEVICE_MAJOR) : 0,
        type.isDevice() ? checkedDevice(header.minor(), MAX_DEVICE_MINOR) : 0,
        records.xattrs());
  }

  /// Where the bytes of the built entry belong.
  ContentCursor content() {
    return content;
  }

  /// How many bytes of content follow in the archive.
  long storedBytes() {
    return storedBytes;
  }

  private long readContentMap(TarHeader header, PaxRecords records) throws IOException {
    storedBytes = number(records, "size", header.size());
    if (header.flag() == 'S') {
      var extents = SparseMap.ofOldGnu(header, this::headerBlock);
      return beginContent(extents, SparseMap.fileSizeOfOldGnu(header));
    }
    if (SparseMap.isIn(records)) {
      var extents = SparseMap.ofPax(records, this::contentBlock);
      return beginContent(extents, SparseMap.fileSizeOf(records));
    }
    return beginContent(SparseExtent.whole(storedBytes), storedBytes);
  }

  private long beginContent(List<SparseExtent> extents, long fileSize) {
    if (fileSize > limits.uncompressedBytes()) {
      throw Refusal.beyond("a larger file", limits.uncompressedBytes());
    }
    content = new ContentCursor(SparseExtent.checked(extents, fileSize, storedBytes), fileSize);
    return fileSize;
  }

  private byte[] headerBlock() throws IOException {
    spend(TarHeader.BLOCK_BYTES);
    return blocks.next();
  }

  private byte[] contentBlock() throws IOException {
    storedBytes -= TarHeader.BLOCK_BYTES;
    if (storedBytes < 0) {
      throw Refusal.malformed("tar entry: the map of a sparse file is longer than the entry");
    }
    return headerBlock();
  }

  private String nameOf(TarHeader header, PaxRecords records) {
    var sparseName = records.find("GNU.sparse.name");
    var paxName = sparseName == null ? records.find("path") : sparseName;
    return checkedName(firstOf(paxName, longName, header.name()));
  }

  private String linkNameOf(TarHeader header, PaxRecords records) {
    return firstOf(records.find("linkpath"), longLink, header.linkName());
  }

  private static String firstOf(byte @Nullable [] pax, byte @Nullable [] gnu, String fromHeader) {
    if (pax != null) {
      return FileNames.decode(pax);
    }
    return gnu == null ? fromHeader : FileNames.decode(TarHeader.untilNul(gnu));
  }

  /// Characters are never more than the bytes they stand for: the cheap test decides for most.
  private String checkedName(String name) {
    var isShort = name.length() <= limits.nameBytes() / 3;
    if (!isShort && FileNames.encode(name).length > limits.nameBytes()) {
      throw Refusal.beyond("a longer name (" + Refusal.shown(name) + ")", limits.nameBytes());
    }
    return name;
  }

  private static TarEntryType typeOf(TarHeader header, String name) {
    return switch (header.flag()) {
      case '0', '7', 'S' -> FILE;
      case '\0' -> name.endsWith("/") ? DIRECTORY : FILE;
      case '1' -> HARD_LINK;
      case '2' -> SYMBOLIC_LINK;
      case '3' -> CHARACTER_DEVICE;
      case '4' -> BLOCK_DEVICE;
      case '5' -> DIRECTORY;
      case '6' -> FIFO;
      default ->
          throw Refusal.malformed(
              "tar entry " + Refusal.shown(name) + ": unknown type '" + header.flag() + "'");
    };
  }

  private static long number(PaxRecords records, String key, long fromHeader) {
    var value = records.find(key);
    return value == null ? fromHeader : TarNumber.parseDecimal(value);
  }

  private static long checkedId(long id) {
    if (id >= NO_ID) {
      throw Refusal.malformed("tar entry: " + id + " is no user or group id");
    }
    return id;
  }

  private static int checkedDevice(long number, int max) {
    if (number > max) {
      throw Refusal.malformed("tar entry: " + number + " is no device number");
    }
    return (int) number;
  }

  private static void requireFirst(@Nullable Object present) {
    if (present != null) {
      throw Refusal.malformed("tar: two extension headers of one kind for one entry");
    }
  }
}
