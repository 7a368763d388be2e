package dev.lamina.agent.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// One file for each container that has a network. They need not survive a reboot, which takes the
/// networks as well, so nothing is synced.
final class NetworkRecords {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String SUFFIX = ".json";

  private final Path directory;

  NetworkRecords(Path directory) {
    this.directory = directory;
  }

  void put(NetworkRecord record) throws IOException {
    var temporary = directory.resolve(record.id() + ".tmp");
    Files.write(temporary, JSON.writeValueAsBytes(record));
    Files.move(temporary, path(record.id()), StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<NetworkRecord> find(String id) throws IOException {
    try {
      return Optional.of(read(path(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  List<String> ids() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    }
  }

  void remove(String id) throws IOException {
    Files.deleteIfExists(path(id));
  }

  static NetworkRecord read(Path file) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), NetworkRecord.class);
  }

  Path path(String id) {
    return directory.resolve(id + SUFFIX);
  }
}
