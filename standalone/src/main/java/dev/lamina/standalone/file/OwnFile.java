package dev.lamina.standalone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file for its owner's eyes, which has the old content or the new one, whatever happens.
public final class OwnFile {
  private static final String ONLY_OWNER = "rw-------";

  private OwnFile() {}

  /// Writes a file anew.
  public static void write(Path file, byte[] content) throws IOException {
    var temporary = temporary(file);
    var onlyOwner = PosixFilePermissions.fromString(ONLY_OWNER);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(onlyOwner));
    Files.write(temporary, content);
    adopt(temporary, file);
  }

  /// Where another program may write what is adopted then; nothing is there now.
  public static Path temporary(Path file) throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    return temporary;
  }

  /// Puts a complete file in the place of another, once the disk has it.
  public static void adopt(Path temporary, Path file) throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(ONLY_OWNER));
    sync(temporary, StandardOpenOption.WRITE);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.resolveSibling("."), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption access) throws IOException {
    try (var channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
