package dev.lamina.agent.archive;

/// How much an archive may ask for before it is refused as `LimitExceeded`.
///
/// @param uncompressedBytes of the whole tar stream, and of any file in it with its holes
/// @param headerBytes extension headers (PAX, GNU long names, sparse maps) of one entry
/// @param nameBytes a path or the target of a link, as the kernel's PATH_MAX
/// @param entries files, directories, links
/// @param zstdWindowBytes what a zstd frame may ask a decoder to keep
public record ArchiveLimits(
    long uncompressedBytes, int headerBytes, int nameBytes, long entries, long zstdWindowBytes) {
  private static final long GIB = 1L << 30;

  /// What a node takes unless it is configured otherwise.
  public static final ArchiveLimits DEFAULT =
      new ArchiveLimits(64 * GIB, 1 << 20, 4096, 4_000_000, 128 << 20);

  public ArchiveLimits withUncompressedBytes(long bytes) {
    return new ArchiveLimits(bytes, headerBytes, nameBytes, entries, zstdWindowBytes);
  }

  public ArchiveLimits withEntries(long count) {
    return new ArchiveLimits(uncompressedBytes, headerBytes, nameBytes, count, zstdWindowBytes);
  }
}
