package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.sealing.SealingException;
import dev.lamina.crds.sealing.SealingKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The agent's sealing keys in its state directory, for root only: made at the first start and
/// never again, so that what was sealed for this node still opens after a restart.
final class SealingKeyFile {
  private static final String NAME = "sealing.key";

  private SealingKeyFile() {}

  /// The keys of this state directory, whose lock the caller holds.
  ///
  /// @throws AgentException `StoreFailed`; a file that is damaged is not replaced, because the
  ///   operator has sealed to its key
  static SealingKeys loadOrCreate(Path stateDirectory) {
    var file = stateDirectory.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        write(file, SealingKeys.generate());
      }
      return SealingKeys.parse(Files.readString(file));
    } catch (IOException | SealingException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "reading the sealing keys in " + file + ": " + e, e);
    }
  }

  /// Under a temporary name, on disk, then renamed: a crash leaves the whole file or none.
  private static void write(Path file, SealingKeys keys) throws IOException {
    var temporary = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(temporary);
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(temporary, options, onlyOwner)) {
      var bytes = ByteBuffer.wrap(keys.toText().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
