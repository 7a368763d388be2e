package dev.lamina.agent.linux;

import java.time.Instant;
import java.util.Map;

/// Everything an archive says about a file apart from its type, name and content.
///
/// @param permissions rwx bits, setuid, setgid, sticky
/// @param xattrs extended attributes with their name space, as in `security.capability`
public record FileMetadata(
    int uid, int gid, int permissions, Instant modified, Map<String, byte[]> xattrs) {
  public FileMetadata {
    xattrs = Map.copyOf(xattrs);
  }
}
