package dev.lamina.agent.build.copy;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RegularFile;
import java.io.IOException;
import java.io.InputStream;

/// Opens tar archives of any compression.
public final class Archives {
  private static final int HEAD_BYTES = 512;

  private Archives() {}

  /// Whether a file is a tar archive, told by its content and never by its name. Closes the file.
  static boolean isArchive(RegularFile file) throws IOException {
    try (var in = Decompression.open(file.inputStream(), ArchiveLimits.DEFAULT)) {
      return TarReader.isTar(in.readNBytes(HEAD_BYTES));
    } catch (AgentException e) {
      return false;
    }
  }

  /// The entries of an archive; closing the reader closes the stream.
  public static TarReader open(InputStream in) throws IOException {
    return new TarReader(Decompression.open(in, ArchiveLimits.DEFAULT), ArchiveLimits.DEFAULT);
  }
}
