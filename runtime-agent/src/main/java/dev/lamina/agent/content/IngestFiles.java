package dev.lamina.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RegularFile;
import dev.lamina.agent.linux.RenameMode;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The files of one ingest.
///
/// What an earlier process left is used again only if it was to become the same blob.
record IngestFiles(ContentLayout layout, String key, Directory directory, RegularFile data)
    implements AutoCloseable {
  private static final int MAX_REF_BYTES = 64 * 1024;
  private static final int PRIVATE_DIRECTORY = 0700;
  private static final int PRIVATE_FILE = 0600;

  static IngestFiles open(ContentLayout layout, String key, @Nullable Digest expected)
      throws IOException {
    var ref = ((expected == null ? "-" : expected) + "\n" + key + "\n").getBytes(UTF_8);
    var directory = openDirectory(layout, key, ref);
    try {
      return new IngestFiles(layout, key, directory, openData(directory));
    } catch (LinuxException e) {
      directory.close();
      throw e;
    }
  }

  /// Gives the data the name of its blob, durably; the ingest is gone then.
  ///
  /// A blob that is there already keeps its place.
  void moveTo(Digest digest) throws LinuxException {
    try (var blobs = Directory.open(layout.blobs(digest))) {
      var isNew = rename(blobs, digest);
      try {
        blobs.sync();
      } catch (LinuxException e) {
        if (isNew) {
          blobs.removeFile(digest.hex());
        }
        throw e;
      }
    }
  }

  /// Gives the data the name of its blob; the directory is not synced.
  void rename(Digest digest) throws LinuxException {
    try (var blobs = Directory.open(layout.blobs(digest))) {
      rename(blobs, digest);
    }
  }

  void remove() throws LinuxException {
    try (var ingests = Directory.open(layout.ingests())) {
      ingests.removeTree(ContentLayout.ingestName(key));
    }
  }

  @Override
  public void close() throws LinuxException {
    directory.close();
    data.close();
  }

  private boolean rename(Directory blobs, Digest digest) throws LinuxException {
    try {
      directory.rename(ContentLayout.DATA, blobs, digest.hex(), RenameMode.NO_REPLACE);
      return true;
    } catch (LinuxException e) {
      if (e.isExists()) {
        return false;
      }
      throw e;
    }
  }

  private static Directory openDirectory(ContentLayout layout, String key, byte[] ref)
      throws IOException {
    var name = ContentLayout.ingestName(key);
    try (var ingests = Directory.open(layout.ingests())) {
      if (!isSame(ingests, name, ref)) {
        ingests.removeTree(name);
        ingests.createDirectory(name, PRIVATE_DIRECTORY);
        try (var directory = ingests.openDirectory(name);
            var out = directory.createFile(ContentLayout.REF, PRIVATE_FILE).outputStream()) {
          out.write(ref);
        }
      }
      return ingests.openDirectory(name);
    }
  }

  private static boolean isSame(Directory ingests, String name, byte[] ref) throws IOException {
    try (var directory = ingests.openDirectory(name);
        var in = directory.openFile(ContentLayout.REF).inputStream()) {
      return Arrays.equals(ref, in.readNBytes(MAX_REF_BYTES));
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  private static RegularFile openData(Directory directory) throws LinuxException {
    try {
      return directory.openFileForWriting(ContentLayout.DATA);
    } catch (LinuxException e) {
      if (e.isNotFound()) {
        return directory.createFile(ContentLayout.DATA, PRIVATE_FILE);
      }
      throw e;
    }
  }
}
