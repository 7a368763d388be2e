package dev.lamina.agent.http;

/// One line of `GET /v1/df`.
///
/// @param type `Images`, `Containers` or `Build Cache`
/// @param active how many are in use
/// @param size bytes on disk
/// @param reclaimable bytes that a prune would free
public record DiskUsageRow(String type, int total, int active, long size, long reclaimable) {
  public static final String BUILD_CACHE = "Build Cache";
}
