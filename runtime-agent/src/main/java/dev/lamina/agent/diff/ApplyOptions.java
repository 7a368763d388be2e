package dev.lamina.agent.diff;

import dev.lamina.agent.archive.ArchiveLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a layer is applied, where that differs from what its snapshot and the node say.
///
/// @param below directories of the layers below, topmost first; asked for only if an entry refers
///   to them, and may wait until they are written. Absent = the parents of the snapshot
/// @param limits absent = as configured
public record ApplyOptions(@Nullable Supplier<List<Path>> below, @Nullable ArchiveLimits limits) {
  public static final ApplyOptions NONE = new ApplyOptions(null, null);
}
