package dev.lamina.agent.snapshot;

import static dev.lamina.agent.snapshot.SnapshotLayout.RECORD;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RenameMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads and writes the record in the directory of a snapshot.
final class SnapshotRecords {
  private static final Logger log = LoggerFactory.getLogger(SnapshotRecords.class);
  private static final String TEMPORARY = RECORD + ".new";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private SnapshotRecords() {}

  /// The record, unless there is none that can be understood: then the snapshot is not whole.
  static Optional<SnapshotRecord> read(Path directory) throws IOException {
    try (var open = Directory.open(directory);
        var content = open.openFile(RECORD).inputStream()) {
      return Optional.of(MAPPER.readValue(content.readAllBytes(), SnapshotRecord.class));
    } catch (LinuxException e) {
      if (e.isNotFound() || e.is(Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw e;
    } catch (JsonProcessingException e) {
      log.warn(
          "{} is not a snapshot record: {}", directory.resolve(RECORD), e.getOriginalMessage());
      return Optional.empty();
    }
  }

  /// Replaces the record in one step. It is durable when its file system is synced.
  static void write(Directory directory, SnapshotRecord snapshotRecord) throws IOException {
    directory.removeTree(TEMPORARY);
    try (var file = directory.createFile(TEMPORARY, 0600).outputStream()) {
      file.write(MAPPER.writeValueAsBytes(snapshotRecord));
    }
    directory.rename(TEMPORARY, directory, RECORD, RenameMode.REPLACE);
  }
}
