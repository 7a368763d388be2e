package dev.lamina.agent.archive;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One file, directory, link or device of a tar, without its content.
///
/// @param name as in the archive: it may be absolute, hold `..` or end with a slash; bytes that are
///   not UTF-8 are kept as in [dev.lamina.agent.linux.FileNames]
/// @param linkName target of a link, else empty
/// @param permissions rwx bits, setuid, setgid, sticky
/// @param uid 0 to 2^32-2
/// @param size of the content, holes included; 0 for everything but files
/// @param xattrs extended attributes with their name space, as in `security.capability`
public record TarEntry(
    TarEntryType type,
    String name,
    String linkName,
    int permissions,
    long uid,
    long gid,
    Instant modified,
    long size,
    int major,
    int minor,
    Map<String, byte[]> xattrs) {
  public TarEntry {
    xattrs = xattrs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(xattrs));
  }

  public boolean isDirectory() {
    return type == TarEntryType.DIRECTORY;
  }

  public boolean isFile() {
    return type == TarEntryType.FILE;
  }

  public TarEntry withName(String changed) {
    return new TarEntry(
        type, changed, linkName, permissions, uid, gid, modified, size, major, minor, xattrs);
  }
}
