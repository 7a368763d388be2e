package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.agent.linux.FileMetadata;
import org.jspecify.annotations.Nullable;

/// What `--chown` and `--chmod` change about copied files.
///
/// @param owner null to keep the owners of the source
/// @param mode null to keep the modes
public record CopyOptions(@Nullable Owner owner, @Nullable ModeChange mode) {
  static final int DIRECTORY_MODE = 0755;

  FileMetadata applyTo(FileMetadata metadata, boolean isDirectory) {
    return new FileMetadata(
        owner == null ? metadata.uid() : owner.uid(),
        owner == null ? metadata.gid() : owner.gid(),
        mode == null ? metadata.permissions() : mode.applyTo(metadata.permissions(), isDirectory),
        metadata.modified(),
        metadata.xattrs());
  }

  /// Owner of directories that have to be made on the way to a destination.
  Owner parentOwner() {
    return owner == null ? Owner.ROOT : owner;
  }

  /// An octal mode is that of made directories too, even where nobody can enter them then.
  int parentMode() {
    return mode == null ? DIRECTORY_MODE : mode.absolute().orElse(DIRECTORY_MODE);
  }
}
